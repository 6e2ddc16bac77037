import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { logOf, redact } from '../support/redacting.ts';
import { record } from '../support/told.ts';

const folder = temporaryFolder();
const VICTIM_MAIL = 'erase.me@example.com';

describe('what is chosen', () => {
  const events = [
    record(1, { actor: 'mallory' }),
    record(2, { actor: 'Mallory' }),
    record(3, { actor: 'mallory-laptop' }),
    record(4, { actor: 'bob', user: 'mallory' }),
    record(5, { actor: 'bob', actor_ip: '203.0.113.7' }),
    record(6, { actor: 'bob', actor_ip: '203.0.113.77' }),
    record(7, { actor: 'bob', text: `mail to ${VICTIM_MAIL.replace('@', '%40')}` }),
    record(8, { actor: 'bob', text: `mail to not.${VICTIM_MAIL}` }),
    record(9, { actor: 'bob', text: `{"inner":"mall\\u006fry"}` }),
    record(10, { actor: 'carol' }),
  ];

  async function fresh(name: string): Promise<string> {
    const db = join(folder, `${name}.db`);
    await ingest(db, logOf(folder, 'chosen.ndjson', ...events));
    return db;
  }

  it.each([
    [
      ['--actor', 'mallory'],
      [1, 2, 4, 9],
    ],
    [['--ip', '203.0.113.7'], [5]],
    [
      ['--ip', '203.0.113.0/24'],
      [5, 6],
    ],
    [['--email', VICTIM_MAIL], [7]],
    [
      ['--text', 'mallory'],
      [1, 2, 3, 4, 9],
    ],
    [
      ['--actor', 'mallory', '--ip', '203.0.113.7'],
      [1, 2, 4, 5, 9],
    ],
    [['3'], [2]],
    [
      ['3-5', '11'],
      [2, 3, 4, 10],
    ],
  ])('%j', async (words, numbers) => {
    const db = await fresh(`chosen ${words.join(' ').replaceAll('/', ' of ')}`);
    const { rows } = await redact(db, ...words, '--dry-run');
    expect(rows.map(({ place }) => Number(place.split(':')[1]))).toEqual(numbers);
  });

  it('a place, a whole piece of evidence, an id', async () => {
    const db = await fresh('named');
    const { rows } = JSON.parse(await shown(db)) as { rows: readonly { id: string; cites: readonly string[] }[] };
    const cite = rows[0]?.cites[0] ?? '';
    const chosen = async (named: string): Promise<number[]> =>
      (await redact(db, named, '--dry-run')).rows.map(({ seq }) => seq);
    expect([await chosen(cite), await chosen(rows[0]?.id ?? ''), await chosen(rows[1]?.id.slice(0, 8) ?? '')]).toEqual([
      [2],
      [2],
      [3],
    ]);
    expect(await chosen(cite.split(':')[0] ?? '')).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });

  it('says what holds the letters within a longer name, and what is needed', async () => {
    const db = await fresh('longer');
    const { foot } = await redact(db, '--actor', 'mallory', '--dry-run');
    expect(foot.longer).toEqual([4]);
    const named = await redact(db, '--text', 'chosen.ndjson', '--reason', 'r');
    expect([named.exitCode, named.foot.redacted, named.foot.kept.map(({ kind }) => kind)]).toEqual([
      3,
      0,
      ['evidence'],
    ]);
  });

  it.each([
    [[], 'told what'],
    [['--actor', 'mallory'], '--reason'],
    [['--actor', 'm', '--reason', 'r'], 'too short'],
    [['--ip', 'mallory', '--reason', 'r'], 'an address or a range'],
    [['--actor', 'mallory', '--reason', 'mallory asked'], 'holds the value'],
    [['--actor', 'mallory', '--reason', 'r', '--authority', 'of Mallory'], 'holds the value'],
    [['zzz', '--reason', 'r'], 'names no entry'],
    [['99', '--reason', 'r'], 'no entry is 99'],
  ])('%j is refused', async (words, said) => {
    const db = await fresh('refused');
    const bytes = readFileSync(db);
    const { exitCode, stderr } = await redact(db, ...words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(said)]);
    expect(readFileSync(db).equals(bytes)).toBe(true);
  });

  it('twice is once: nothing is left to do, and a redacted entry cannot be named', async () => {
    const db = await fresh('twice');
    const first = await redact(db, '--actor', 'mallory', '--reason', 'r');
    const bytes = readFileSync(db);
    const again = await redact(db, '--actor', 'mallory', '--reason', 'r');
    expect([first.foot.redacted, again.exitCode, again.foot.redacted]).toEqual([4, 0, 0]);
    expect(readFileSync(db).equals(bytes)).toBe(true);
    expect((await redact(db, '2', '--reason', 'r')).exitCode).toBe(2);
  });

  it('a sighting goes with its event, and other evidence does not bring it back', async () => {
    const db = await fresh('seen');
    await ingest(db, logOf(folder, 'overlap.ndjson', ...events.slice(0, 3), record(11, { actor: 'dave' })));
    const { rows } = await redact(db, '--actor', 'mallory', '--reason', 'r');
    expect(rows.map(({ kind }) => kind)).toEqual(['event', 'event', 'event', 'event', 'sighting', 'sighting']);
    const other = await ingest(db, logOf(folder, 'third.ndjson', ...events.slice(0, 2), record(12, { actor: 'erin' })));
    expect(ingestJson(other).foot.counts).toMatchObject({ read: 3, recorded: 1, known: 2 });
    expect(other.stdout).toContain('2 entries of it were redacted from this case before');
  });
});
