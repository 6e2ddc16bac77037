import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ACME, ingest, temporaryFolder } from '../support/cases.ts';
import { run } from '../support/terminal.ts';

const folder = temporaryFolder();

/** What a command prints of a case, with all space as one blank. */
async function told(db: string, ...words: readonly string[]): Promise<string> {
  return (await run([...words, '--db', db])).stdout.replace(/\s+/g, ' ');
}

async function caseOf(incident: string, ...words: readonly string[]): Promise<string> {
  const db = join(folder, `${incident}-${words.length}.db`);
  await ingest(db, `fixtures/incidents/${incident}`, ...words);
  return db;
}

describe('the answers', () => {
  it('leave an e-mail of the registry open where an act at GitHub removed one', async () => {
    const db = join(folder, 'acme.db');
    await ingest(db, ACME, '--exclude', '*T063000Z*');
    const over = /Is it over\?(.*)How bad\?/.exec(await told(db, 'detect'))?.[1] ?? '';
    expect(over).toContain('OPEN: e-mail is now alice.acme@mail.example (was alice@example.test) (by 2026-06-09');
    expect(over).toContain(
      'e-mail is now alice.acme@mail.example from 198.51.100.23 (2026-06-09 03:06:12.447); ended:',
    );
  });

  it('are the same below a dependency that brought it in', async () => {
    const shown = await told(await caseOf('event-stream-2018'), 'show', '--package', 'flatmap-stream');
    expect(shown).toContain('INC-1 HIGH');
    expect(shown).not.toContain('no incident found');
  });

  it('count a day as a day', async () => {
    const text = await told(await caseOf('ua-parser-js-2021'), 'detect');
    expect(text).toMatch(/detected ~ 2021-10-22 that day/);
    expect(text).not.toMatch(/- \d+ h/);
  });

  it('ask for no credential that a log names, and tell each act once', async () => {
    const text = await told(await caseOf('eslint-scope-2018'), 'detect');
    expect(text).not.toContain('which credential');
    expect(text.match(/removed ≤/g)).toBeNull();
    expect(text).toMatch(/first bad 2018-07-12 09:49:00\.000 0 .*from 198\.51\.100\.77/);
  });
});
