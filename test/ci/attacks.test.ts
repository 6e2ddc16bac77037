import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/cases.ts';
import { sqlite } from './attacker.ts';
import { CASE_ATTACKS } from './case-attacks.ts';
import { HISTORY_ATTACKS } from './history-attacks.ts';
import { between } from './readme.ts';
import { type Attack, type CaseAttack, fresh, type Left, makeScene, type Scene, verdict } from './scene.ts';

/** The table of attacks in the README, row by row. */
const ATTACKS: readonly Attack[] = [...CASE_ATTACKS.map(leavingTheFile), ...HISTORY_ATTACKS];
let scene: Scene;

function leavingTheFile({ act, ...row }: CaseAttack): Attack {
  return { ...row, act: (attacked) => Promise.resolve(act(attacked)).then(() => ({})) };
}

beforeAll(async () => {
  scene = await makeScene(temporaryFolder());
}, 60_000);

function kept({ checkpoint, vkey }: Scene): readonly string[] {
  return ['--checkpoint', checkpoint, '--vkey-file', vkey];
}

/** Without anything from outside that is always said, too. */
function withoutAnchor(alone: string): string {
  return alone.startsWith('1') ? `${alone} I-NO-ANCHOR` : alone;
}

describe('somebody', () => {
  it('who changes nothing is not accused', async () => {
    expect([await verdict(scene.file, []), await verdict(scene.file, kept(scene))]).toEqual(['3 I-NO-ANCHOR', '0']);
    expect(await verdict(scene.file, [...kept(scene), '--strict', '--deep'])).toBe('0');
  });

  it.each(ATTACKS)('who $what', { timeout: 60_000 }, async ({ act, alone, anchored, strict }) => {
    const attacked = fresh(scene);
    const { file = attacked.file, anchor = kept(scene), words = [] }: Left = await act(attacked);
    const found = [await verdict(file, words), await verdict(file, [...anchor, ...words])];
    expect(found).toEqual([withoutAnchor(alone), anchored]);
    if (strict !== undefined) expect(await verdict(file, [...anchor, '--strict'])).toBe(strict);
  });
});

describe('the guards in the file', () => {
  const NEXT = '(SELECT max(seq) FROM ledger_tail)';
  const ROW = `(${NEXT}, '{}', zeroblob(32))`;

  it.each([
    ['UPDATE', "UPDATE ledger_tail SET text = '{}'"],
    ['DELETE', `DELETE FROM ledger_tail WHERE seq = ${NEXT}`],
    ['INSERT with a gap', `INSERT INTO ledger_tail VALUES (${NEXT} + 2, '{}', zeroblob(32))`],
    ['INSERT OR REPLACE', `INSERT OR REPLACE INTO ledger_tail VALUES ${ROW}`],
    ['REPLACE', `REPLACE INTO ledger_tail VALUES ${ROW}`],
    ['UPSERT', `INSERT INTO ledger_tail VALUES ${ROW} ON CONFLICT(seq) DO UPDATE SET text = excluded.text`],
    ['UPDATE of a block', 'UPDATE ledger_block SET z = zeroblob(9)'],
    ['DELETE of a block', 'DELETE FROM ledger_block'],
  ])('refuse %s', async (_name, sql) => {
    const { file } = fresh(scene);
    const before = readFileSync(file);
    expect(() => sqlite(file, `${sql};`)).toThrow(/append|only a block/);
    expect(readFileSync(file).equals(before)).toBe(true);
  });
});

/** A cell of the table: the exit code, and the codes. */
function cell(text: string): string {
  const [exit = '', ...codes] = text.split(' ');
  return [exit, ...codes.map((code) => `\`${code}\``)].join(' ');
}

describe('the table in the README', () => {
  it('says what was found here', () => {
    const rows = ATTACKS.map(({ what, tool, alone, anchored, strict }) => {
      const end = strict === undefined ? '' : `; with \`--strict\` ${cell(strict)}`;
      return `| ${what} | ${tool} | ${cell(alone)} | ${cell(anchored)}${end} |`;
    });
    const head = [
      '| somebody | with | without an anchor | with a checkpoint kept elsewhere |',
      '| --- | --- | --- | --- |',
    ];
    expect(between('attacks').trim()).toBe([...head, ...rows].join('\n'));
  });
});
