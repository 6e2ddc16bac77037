import { describe, expect, it } from 'vitest';
import { type Finding, findingId } from '../../src/core/finding.ts';
import { RULES } from '../../src/rules/index.ts';
import { amplified } from '../../src/timeline/incidents/amplify.ts';
import { CHAINS, patternsOf } from '../../src/timeline/incidents/chains.ts';
import { grouped, isIncident } from '../../src/timeline/incidents/group.ts';

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
