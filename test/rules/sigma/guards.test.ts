import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/core/json.ts';
import { Guards } from '../../../src/rules/sigma/engine/guards.ts';
import { CaseEvent } from '../../../src/rules/sigma/event.ts';
import type { DetectionRule } from '../../../src/rules/sigma/model.ts';
import { rulesIn, ruleWith } from './support.ts';

const MEMBERS = { action: 'other', grade: 'server', outcome: 'success' } as const;

function detection(selections: JsonObject, condition: string): DetectionRule {
  const [rule] = rulesIn(ruleWith({ ...selections, condition })).rules;
  if (rule?.kind !== 'detection') throw new Error('no detection');
  return rule;
}

function entryText(raw: string, members: JsonObject): string {
  return JSON.stringify({ at: ['0-9:1'], entry: 'event', event: members, evidence: 'e', id: 'i', raw });
}

const word = fc.constantFrom('a', 'b', 'x.y', 'A', '', 'a"b', 'a\\b', 'é', 'a\nb');
const key = fc.constantFrom('action', 'actor', 'my.action', 'native_action', 'x action', 'repo');
const value: fc.Arbitrary<Json> = fc.oneof(
  word,
  fc.integer({ min: 0, max: 3 }),
  fc.constantFrom<Json>(null, true, ['a', 'b'], { action: 'a' }, [{ action: 'b' }]),
);
const record = fc.dictionary(key, value, { maxKeys: 4 }).map((members) => ({ ...members }) as JsonObject);
const field = fc.constantFrom('action', 'actor', 'my.action', 'actor.action', 'event.actor', 'event.release', 'repo');
const modifier = fc.constantFrom('', '|contains', '|startswith', '|neq', '|cased', '|exists');
const selection = fc
  .tuple(field, modifier, fc.oneof(word, fc.constant(null), fc.integer({ min: 0, max: 3 })))
  .map(([name, how, each]): JsonObject => {
    if (how === '|exists') return { [name + how]: true };
    return { [name + (each === null ? '' : how)]: each };
  });
const condition = fc.constantFrom('p', 'p and q', 'p or q', 'p and not q', 'not p', 'not (p or q)', '1 of them');

describe('guards', () => {
  it('never keep an event from a rule that it fits', () => {
    let skipped = 0;
    fc.assert(
      fc.property(record, record, selection, selection, condition, fc.boolean(), (native, own, p, q, text, spaced) => {
        const rule = detection({ p, q }, text);
        const raw = JSON.stringify(native, null, spaced ? 1 : 0);
        const members = { ...MEMBERS, ...(typeof own['actor'] === 'string' && { actor: own['actor'] }) };
        const candidates = new Guards([rule], 'github-audit').candidates(entryText(raw, members));
        if (candidates.length === 0) skipped++;
        if (rule.test(new CaseEvent(members, [JSON.parse(raw) as Json]))) expect(candidates).toEqual([rule]);
      }),
      { numRuns: 3000, seed: 11 },
    );
    expect(skipped).toBeGreaterThan(200);
  });

  it.each([
    '{"\\u0061ction":"a"}',
    '{"action" : "\\u0061"}',
    '{"action":\n\t"a"}',
    '{"action":["a"]}',
    '{"x":{"action":"b"},"action":"a"}',
  ])('are not deceived by %s', (raw) => {
    const rule = detection({ p: { action: 'a' } }, 'p');
    expect(new Guards([rule], 'github-audit').candidates(entryText(raw, { ...MEMBERS }))).toEqual([rule]);
  });

  it('pass by what cannot fit', () => {
    const guards = new Guards([detection({ p: { action: 'a' } }, 'p')], 'github-audit');
    expect(guards.candidates(entryText('{"action":"b","actor":"a"}', { ...MEMBERS }))).toEqual([]);
    expect(guards.candidates(entryText('a line of text', { ...MEMBERS }))).toHaveLength(1);
    const lines = new Guards([detection({ p: { action: 'a' } }, 'p')], 'github-audit-csv');
    expect(lines.candidates(entryText('{"action":"b"}', { ...MEMBERS }))).toHaveLength(1);
  });
});
