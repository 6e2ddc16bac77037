import { describe, expect, it } from 'vitest';
import type { EventMembers } from '../../src/core/event.ts';
import { type Finding, findingId } from '../../src/core/finding.ts';
import type { Step } from '../../src/core/step.ts';
import { microsOf } from '../../src/core/time.ts';
import { RULES } from '../../src/rules/index.ts';
import { amplified } from '../../src/timeline/incidents/amplify.ts';
import { CHAINS, patternsOf } from '../../src/timeline/incidents/chains.ts';
import { withoutCleanUps } from '../../src/timeline/incidents/clean-up.ts';
import { faded } from '../../src/timeline/incidents/faded.ts';
import { grouped, isIncident } from '../../src/timeline/incidents/group.ts';
import { isWarnedOf } from '../../src/timeline/incidents/warned.ts';
import { packument } from '../inference/support.ts';
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

  it('is none where versions of several lines went, and a hint where the next one stands', () => {
    const both = ['a@1.0.0', 'a@2.0.0'];
    const lines = gone('a', { rule: 'multi-line-publish', amplifier: true, about: { releases: both } });
    const other = gone('a', { subject: 'a@2.0.0', about: { packages: ['a'], releases: ['a@2.0.0'] } });
    expect(severities([gone('a'), other, lines], publish('a', 0))[0]).toBe('medium');
    expect(severities([gone('a'), lines], publish('a', 0))[0]).toBe('low');
    expect(amplified([gone('a'), other, lines])[0]?.severity).toBe('high');
    expect(amplified([gone('a'), lines])[0]?.severity).toBe('medium');
  });
});

describe('the version after a bad one', () => {
  const YEAR = microsOf('2026-01-01T00:00:00.000Z');
  const TIMES = { '1.0.0': YEAR, '1.0.1': YEAR + DAY, '1.0.2': YEAR + DAY + 3600e6, '1.0.3': YEAR + 40 * DAY };
  const publishes = Object.entries(TIMES).map(([version, at]) =>
    step({ action: 'package.published', package: 'widget', version }, { sort: at, bounded: 0 }),
  );
  const copy = JSON.stringify({
    name: 'widget',
    versions: { '1.0.0': {}, '1.0.2': {}, '1.0.3': {} },
    time: { created: '2026-01-01T00:00:00Z', modified: '2026-01-02T02:00:00Z' },
  });
  const gone = step(
    { action: 'package.version_deleted', package: 'widget', version: '1.0.1' },
    { sort: YEAR + DAY + 7200e6 },
  );
  const severityOf = (version: string, time: string, rule = 'dormant-publisher', steps = [...publishes, gone]) => {
    const subject = `widget@${version}`;
    const hit = finding(1, { rule, subject, about: { packages: ['widget'], releases: [subject] } });
    const view = ruleView({ steps, states: [packument(copy, { evidence: 'copy', taken: time })] });
    return withoutCleanUps([hit], view)[0]?.severity;
  };

  it('is a clean-up when it still stood half a day later', () => {
    expect(severityOf('1.0.2', '2026-01-03T00:00:00Z')).toBe('low');
  });

  it('is none before that, after a good one, much later, or for what it does on install', () => {
    expect(severityOf('1.0.2', '2026-01-02T06:00:00Z')).toBe('high');
    expect(severityOf('1.0.2', '2026-01-03T00:00:00Z', 'dormant-publisher', publishes)).toBe('high');
    expect(severityOf('1.0.3', '2026-03-03T00:00:00Z')).toBe('high');
    expect(severityOf('1.0.2', '2026-01-03T00:00:00Z', 'install-script-added')).toBe('high');
  });
});

describe('an advisory', () => {
  const told = (members: Partial<EventMembers>) =>
    ruleView({ steps: [step({ action: 'advisory.published', package: 'widget', ...members })] });

  it('speaks of the versions that it names, and of all where it names none', () => {
    expect(isWarnedOf(told({ versions: ['1.0.1'] }), 'widget', '1.0.1')).toBe(true);
    expect(isWarnedOf(told({ versions: ['1.0.1'] }), 'widget', '1.0.0')).toBe(false);
    expect(isWarnedOf(told({ version: '1.0.1' }), 'widget', '1.0.0')).toBe(false);
    expect(isWarnedOf(told({}), 'widget', '1.0.0')).toBe(true);
    expect(isWarnedOf(told({}), 'other', '1.0.0')).toBe(false);
  });
});
