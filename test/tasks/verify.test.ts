import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACME, ingest, ingestJson, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';
import { record, THREE, told } from '../support/told.ts';

const folder = temporaryFolder();
const db = join(folder, 'acme.db');
let anchor = '';

beforeAll(async () => {
  const { foot } = ingestJson(await ingest(db, ACME));
  anchor = `${foot.size}:${foot.root}`;
});

describe('verify', () => {
  it('with the originals hashes them again, whatever they are called', async () => {
    expect((await run(['verify', '--db', db, '--expect', anchor, '--evidence', ACME])).exitCode).toBe(0);
    const copies = join(folder, 'copies');
    mkdirSync(copies);
    for (const name of readdirSync(ACME))
      writeFileSync(join(copies, `copy of ${name}`), readFileSync(join(ACME, name)));
    expect((await run(['verify', '--db', db, '--expect', anchor, '--evidence', copies])).exitCode).toBe(0);
    const changed = await run([
      'verify',
      '--db',
      db,
      '--expect',
      anchor,
      '--evidence',
      await evidenceWith('verdaccio.log', (text) => `${text}\n`),
      '--json',
    ]);
    expect([changed.exitCode, changed.stdout]).toEqual([1, expect.stringContaining('F-EVIDENCE')]);
    const gone = await run([
      'verify',
      '--db',
      db,
      '--expect',
      anchor,
      '--evidence',
      await evidenceWith('verdaccio.log', () => undefined),
      '--json',
    ]);
    expect([gone.exitCode, gone.stdout]).toEqual([3, expect.stringContaining('I-EVIDENCE-MISSING')]);
  });

  /** A copy of the originals in which one is changed, or missing. */
  async function evidenceWith(changed: string, change: (text: string) => string | undefined): Promise<string> {
    const copy = join(folder, `evidence-${change('') === undefined ? 'gone' : 'changed'}`);
    mkdirSync(copy);
    for (const name of readdirSync(ACME)) {
      const text = readFileSync(join(ACME, name), 'utf8');
      const other = name === changed ? change(text) : text;
      if (other !== undefined) writeFileSync(join(copy, name), other);
    }
    return copy;
  }

  it.each(['247', '247:abc', `-1:${'A'.repeat(43)}=`, ''])('refuses %j as an anchor', async (text) => {
    const { exitCode, stdout, stderr } = await run(['verify', '--db', db, '--expect', text]);
    expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining('is not SIZE:ROOT')]);
  });

  it('says what is newer than the anchor, and with --strict exits 3', async () => {
    const { db: grown } = await told(THREE);
    const { stdout } = await run(['evidence', '--json', '--db', grown]);
    const { size, root } = (JSON.parse(stdout) as { foot: { size: number; root: string } }).foot;
    const more = join(folder, 'more.ndjson');
    writeFileSync(more, `${record(9)}\n`);
    await ingest(grown, more);
    const expected = ['verify', '--db', grown, '--expect', `${size}:${root}`];
    expect([(await run(expected)).exitCode, (await run([...expected, '--strict'])).exitCode]).toEqual([0, 3]);
    expect((await run(['verify', '--db', grown, '--expect', `${size + 9}:${root}`])).exitCode).toBe(1);
  });
});
