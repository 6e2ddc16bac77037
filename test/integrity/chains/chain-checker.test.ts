import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { describe, expect, it } from 'vitest';
import type { ChainProof } from '../../../src/core/proof.ts';
import { ChainChecker } from '../../../src/integrity/chains/chain-checker.ts';
import { chainText, parseChain } from '../../../src/integrity/chains/profile.ts';

const ZEROS = '0'.repeat(64);

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

type Members = Record<string, unknown>;

/** A log as its writer makes it, with another implementation of RFC 8785. */
function jcsLog(count: number, genesis = ZEROS, names = { hash: 'hash', prev: 'prev_hash' }): Members[] {
  let before = genesis;
  return Array.from({ length: count }, (_, index) => {
    const record: Members = { [names.prev]: before, n: index, é: [1.5, -0, 1e21, null, true], text: '€\u0007"' };
    before = sha256(canonicalize(record) ?? '');
    return { ...record, [names.hash]: before };
  });
}

function concatLog(count: number, payload: (index: number) => unknown): Members[] {
  let before = ZEROS;
  return Array.from({ length: count }, (_, index) => {
    const value = payload(index);
    const said = typeof value === 'string' ? value : JSON.stringify(value);
    before = sha256(`${before}${said}`);
    return { payload: value, hash: before };
  });
}

function checked(declared: string, records: readonly (Members | string)[]): ChainProof {
  const checker = new ChainChecker(parseChain(declared));
  for (const [index, record] of records.entries())
    checker.take(typeof record === 'string' ? record : JSON.stringify(record), () => `:${index + 1}`);
  return checker.end();
}

function faults(proof: ChainProof): string[] {
  return proof.faults.first.map(({ at, why }) => `${at} ${why}`);
}

describe('jcs-omit', () => {
  it('holds, whatever the order and the blanks of the members', () => {
    const log = jcsLog(5);
    const proof = checked('jcs-omit', log);
    expect(proof).toEqual({
      profile: 'jcs-omit',
      entries: 5,
      faults: { count: 0, first: [] },
      head: log[4]?.['hash'],
    });
    const other = log.map((record) =>
      JSON.stringify(Object.fromEntries(Object.entries(record).reverse()), undefined, 2),
    );
    expect(checked('jcs-omit', other)).toEqual(proof);
  });

  it.each([
    [
      'changed',
      (log: Members[]) => log.map((record, i) => (i === 2 ? { ...record, n: 9 } : record)),
      [':3 the record does not match its hash'],
    ],
    [
      'removed',
      (log: Members[]) => log.toSpliced(2, 1),
      [':3 `prev_hash` is not the hash of the record before: records were taken out, put in or moved'],
    ],
    [
      'removed at the start',
      (log: Members[]) => log.slice(1),
      [':1 `prev_hash` is not that of the beginning of the log: records were taken out, put in or moved'],
    ],
    [
      'without its hash',
      (log: Members[]) => log.map((record, i) => (i === 1 ? { ...record, hash: undefined } : record)),
      [':2 no member `hash` with a hash'],
    ],
    [
      'without the hash before',
      (log: Members[]) => log.map((record, i) => (i === 1 ? { ...record, prev_hash: undefined } : record)),
      [':2 no member `prev_hash`'],
    ],
    ['put in', (log: Members[]) => log.toSpliced(1, 0, log[3] ?? {}), [':2 ', ':3 ']],
  ])('finds a record that was %s', (_, change, found) => {
    const told = faults(checked('jcs-omit', change(jcsLog(5))));
    expect(told).toEqual(found.map((text) => expect.stringContaining(text)));
  });

  it('names the first twenty faults, and counts all', () => {
    const log = jcsLog(50).map((record) => ({ ...record, n: 99 }));
    const { count, first } = checked('jcs-omit', log).faults;
    expect([count, first.length]).toEqual([50, 20]);
  });

  it('takes other names, and another beginning', () => {
    const log = jcsLog(3, '', { hash: 'h', prev: 'p' });
    expect(checked('jcs-omit,hash=h,prev=p,genesis=', log).faults.count).toBe(0);
    expect(checked('jcs-omit,hash=h,prev=p', log).faults.count).toBe(1);
    expect(checked('jcs-omit,hash=h,prev=p,genesis=any', log.slice(1)).faults.count).toBe(0);
    expect(checked('jcs-omit,hash=other', log)).toEqual({
      profile: 'jcs-omit,hash=other',
      entries: 0,
      faults: { count: 0, first: [] },
    });
  });

  it('finds a record of which there is no canonical text', () => {
    const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
    const strange = [`{"a":${deep}}`, '{"a":"\\ud800"}', '{"\\udc00":1}'];
    for (const text of strange) {
      const record = `{"hash":"${ZEROS}","prev_hash":"${ZEROS}",${text.slice(1)}`;
      expect(faults(checked('jcs-omit', [record]))).toEqual([':1 has no text that could be hashed']);
    }
    expect(faults(checked('jcs-omit', ['[1]', `{"hash":"${ZEROS}"}`, 'no json']))).toHaveLength(3);
  });

  it('has no head that is not a hash', () => {
    const secret = { hash: `npm_${'a'.repeat(36)}`, prev_hash: ZEROS };
    expect(JSON.stringify(checked('jcs-omit', [...jcsLog(1), secret]))).not.toContain('npm_');
  });
});

describe('concat-hex', () => {
  it('hashes what a text says, and anything else as it stands there', () => {
    expect(
      checked(
        'concat-hex,text=payload',
        concatLog(4, (i) => `line ${i} "€"`),
      ).faults.count,
    ).toBe(0);
    expect(
      checked(
        'concat-hex,text=payload',
        concatLog(4, (i) => ({ i, list: ['}', '"', 1.5] })),
      ).faults.count,
    ).toBe(0);
    const before = sha256(`${ZEROS}{ "a" : 1.0 }`);
    const record = `{"other": "\\"payload\\"", "payload" : { "a" : 1.0 } ,"hash":"${before}"}`;
    expect(checked('concat-hex,text=payload', [record]).faults.count).toBe(0);
  });

  it('finds what was changed or removed, with the hash before in the record or without', () => {
    const log = concatLog(5, (i) => `line ${i}`);
    expect(faults(checked('concat-hex,text=payload', log.with(2, { ...log[2], payload: 'x' })))).toEqual([
      ':3 the record does not match its hash',
    ]);
    expect(faults(checked('concat-hex,text=payload', log.toSpliced(2, 1)))).toEqual([
      ':3 the record does not match its hash',
    ]);
    const linked = log.map((record, i) => ({ ...record, prev_hash: log[i - 1]?.['hash'] ?? ZEROS }));
    expect(checked('concat-hex,text=payload', linked).faults.count).toBe(0);
    expect(faults(checked('concat-hex,text=payload', linked.toSpliced(2, 1)))[0]).toContain(
      '`prev_hash` is not the hash',
    );
    expect(faults(checked('concat-hex,text=other', log))[0]).toBe(':1 has no text that could be hashed');
  });
});

describe('a declaration', () => {
  it.each([
    ['jcs-omit', 'jcs-omit'],
    ['jcs-omit,hash=hash,genesis=any', 'jcs-omit,genesis=any'],
    ['concat-hex,text=a,prev=p', 'concat-hex,prev=p,text=a'],
    ['audit-log/v1', 'audit-log/v1'],
    ['cloudtrail-digest', 'cloudtrail-digest'],
  ])('%s is the same as %s', (declared, same) => expect(chainText(parseChain(declared))).toBe(same));

  it.each([
    '',
    'sha',
    'JCS-OMIT',
    'concat-hex',
    'jcs-omit,text=a',
    'jcs-omit,hash',
    'jcs-omit,hash=',
    'audit-log/v1,hash=a',
  ])('%j is refused', (declared) => expect(() => parseChain(declared)).toThrow(/chain|concat-hex/));
});
