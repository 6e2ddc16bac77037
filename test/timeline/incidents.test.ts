import { describe, expect, it } from 'vitest';
import { type Finding, findingId } from '../../src/core/finding.ts';
import type { Step } from '../../src/core/step.ts';
import { RULES } from '../../src/rules/index.ts';
import { amplified } from '../../src/timeline/incidents/amplify.ts';
import { CHAINS, patternsOf } from '../../src/timeline/incidents/chains.ts';
import { faded } from '../../src/timeline/incidents/faded.ts';
import { grouped, isIncident } from '../../src/timeline/incidents/group.ts';
import { ruleView } from './rule-view.ts';
import { step } from './support.ts';

const DAY = 86_400 * 1_000_000;

function finding(day: number, more: Partial<Finding> = {}): Finding {
  const draft = { subject: 'widget@1.0.0', steps: [String(day)] };
  return {
    ...{ id: findingId('some-rule', draft), rule: 'some-rule', phase: 'detonation', amplifier: false },
    ...draft,
    ...{ about: { packages: ['widget'], releases: ['widget@1.0.0'] }, severity: 'high', certainty: 'certain' },
    ...{ when: { after: day * DAY, before: day * DAY }, fact: 'something', citations: [] },
    ...more,
  };
}

describe('the id of a finding', () => {
  it('does not depend on the order of the steps, or on steps named twice', () => {
    const id = findingId('rule', { subject: 'x', steps: ['b', 'a', 'b'] });
    expect(id).toBe(findingId('rule', { subject: 'x', steps: ['a', 'b'] }));
    expect(id).not.toBe(findingId('rule', { subject: 'x', steps: ['a'] }));
    expect(id).not.toBe(findingId('other', { subject: 'x', steps: ['a', 'b'] }));
  });
});

describe('findings', () => {
  const other = { subject: 'b@1.0.0', about: { packages: ['b'], releases: ['b@1.0.0'] } };

  it('belong together when they share a package within 14 days, or a release at any time', () => {
    const far = finding(20, { about: { packages: ['widget'], releases: ['widget@2.0.0'] } });
    expect(grouped([finding(0), far])).toHaveLength(2);
    expect(grouped([finding(0), finding(400)])).toHaveLength(1);
    expect(grouped([finding(0), finding(3, { about: { packages: ['widget'] } })])).toHaveLength(1);
  });

  it('belong together through an account, a token, an address or what a release brings along', () => {
    for (const about of [{ accounts: ['a'] }, { tokens: ['t'] }, { ips: ['192.0.2.1'] }, { repos: ['o/r'] }]) {
      const pair = [finding(0, { about }), finding(1, { ...other, about: { ...other.about, ...about } })];
      expect(grouped(pair), JSON.stringify(about)).toHaveLength(1);
    }
    const brings = finding(1, { about: { packages: ['widget'], brings: ['b'] } });
    expect(grouped([finding(0, other), brings])).toHaveLength(1);
    expect(grouped([finding(0), finding(0, other)])).toHaveLength(2);
  });

  it('join groups that were apart', () => {
    const bridge = finding(2, { about: { packages: ['widget', 'b'] } });
    expect(grouped([finding(0), finding(1, other), bridge])).toHaveLength(1);
  });

  it('are no incident when they are hints or amplifiers alone', () => {
    expect(isIncident([finding(0, { severity: 'info' }), finding(0, { severity: 'low' })])).toBe(false);
    expect(isIncident([finding(0, { amplifier: true, severity: 'high' })])).toBe(false);
    expect(isIncident([finding(0, { severity: 'info' }), finding(0, { severity: 'medium' })])).toBe(true);
  });

  it('of medium severity are raised by an amplifier on the same release, and nothing else is', () => {
    const amplifier = finding(0, { amplifier: true, severity: 'info', rule: 'multi-line-publish' });
    const [medium, info, elsewhere] = amplified([
      finding(0, { severity: 'medium' }),
      finding(0, { severity: 'info' }),
      finding(0, { ...other, severity: 'medium' }),
      amplifier,
    ]);
    expect([medium?.severity, info?.severity, elsewhere?.severity]).toEqual(['high', 'info', 'medium']);
    expect(medium?.details).toEqual(['raised from medium: multi-line-publish fired on widget@1.0.0']);
  });

  it('of medium severity are not raised by an amplifier on a release that they bring along', () => {
    const about = { packages: ['widget'], brings: ['b'], releases: ['widget@1.0.0', 'b@1.0.0'] };
    const amplifier = finding(0, { ...other, amplifier: true, severity: 'info', rule: 'actor-publish-burst' });
    const [medium] = amplified([finding(0, { severity: 'medium', about }), amplifier]);
    expect(medium?.severity).toBe('medium');
  });
});

describe('patterns', () => {
  it('name rules that there are', () => {
    const ids = new Set(RULES.map(({ id }) => id));
    const named = CHAINS.flatMap(({ needs, fits }) => [...needs.flat(), ...fits]);
    expect(named.filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each([
    [['publisher-email-changed', 'publish-auth-downgrade', 'young-dependency-added'], 'account takeover'],
    [['provenance-downgrade', 'install-script-added', 'multi-line-publish'], 'publish around the pipeline'],
    [['ci-exposure-then-publish', 'install-script-added', 'multi-line-publish'], 'stolen CI credential'],
    [['publish-from-anomalous-run', 'ci-exposure-then-publish', 'actor-publish-burst'], 'pipeline taken over'],
    [['owner-change-around-publish', 'young-dependency-added'], 'package handed over, then changed'],
    [['version-vanished', 'multi-line-publish', 'publish-without-source-ref'], 'releases taken down'],
    [['mass-unpublish'], 'mass removal'],
  ])('%j matches "%s" first', (fired, name) => {
    expect(patternsOf(new Set(fired))[0]).toBe(name);
  });

  it('are not matched by one odd thing', () => {
    expect(patternsOf(new Set(['install-script-added']))).toEqual([]);
    expect(patternsOf(new Set(['multi-line-publish', 'actor-publish-burst']))).toEqual([]);
  });
});

describe('a version that went at some time within years', () => {
  const YEARS = { after: 0, before: 900 * DAY };
  const gone = (name: string, more: Partial<Finding> = {}): Finding =>
    finding(0, {
      ...{ rule: 'version-vanished', severity: 'medium', subject: `${name}@1.0.0`, when: YEARS },
      about: { packages: [name], releases: [`${name}@1.0.0`] },
      ...more,
    });
  const publish = (name: string, at: number) =>
    step({ action: 'package.published', package: name, version: '1.0.0' }, { sort: at, bounded: 0 });
  const severities = (findings: readonly Finding[], ...steps: readonly Step[]) =>
    faded(findings, ruleView({ steps })).map(({ severity }) => severity);

  it('is a hint when it stands alone', () => {
    expect(severities([gone('a')], publish('a', 0))).toEqual(['low']);
    const [{ details } = gone('a')] = faded([gone('a')], ruleView({ steps: [publish('a', 0)] }));
    expect(details).toEqual([
      'a hint only: it went within 900 d of its publish, and nothing else is in evidence of it: an advisory would tell',
    ]);
  });

  it('is none when it went within a known year', () => {
    const soon = gone('a', { when: { after: 0, before: 300 * DAY } });
    const bounded = gone('a', { when: { after: 700 * DAY, before: 900 * DAY } });
    expect(severities([soon], publish('a', 0))).toEqual(['medium']);
    expect(severities([bounded], publish('a', 0))).toEqual(['medium']);
  });

  it('is none when another package lost a version of the same hours', () => {
    const steps = [publish('a', 0), publish('b', 5 * 3600e6), publish('c', 400 * DAY)];
    expect(severities([gone('a'), gone('b'), gone('c')], ...steps)).toEqual(['medium', 'medium', 'low']);
  });

  it('is none with an advisory on the package, or another finding about it', () => {
    const warned = step({ action: 'advisory.published', package: 'a' }, { sort: 1 });
    expect(severities([gone('a')], publish('a', 0), warned)).toEqual(['medium']);
    expect(severities([gone('a'), gone('a', { rule: 'other', severity: 'low' })], publish('a', 0))[0]).toBe('medium');
  });

  it('is none on several lines at once, and a hint where only the next version followed at once', () => {
    const lines = gone('a', { rule: 'multi-line-publish', amplifier: true, severity: 'info' });
    const next = gone('a', { rule: 'repeat-publish-same-package', amplifier: true, severity: 'info' });
    expect(severities([gone('a'), lines], publish('a', 0))[0]).toBe('medium');
    expect(severities([gone('a'), next], publish('a', 0))[0]).toBe('low');
  });
});
