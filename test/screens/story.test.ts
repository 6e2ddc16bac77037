import { describe, expect, it } from 'vitest';
import { type Incident, incidents, look } from './look.ts';

/** What the story of an incident must say, whatever the form of the screens. */
const { axios, after, acme } = await incidents();

/** A table that wraps nothing: each step is one line. */
async function told({ db }: Incident, ...words: readonly string[]): Promise<string> {
  const { stdout, exitCode } = await look({ words: ['show', ...words], db, columns: 300 });
  expect(exitCode).toBe(0);
  return stdout;
}

/** Finds each text behind the one before. */
function expectInOrder(text: string, parts: readonly (string | RegExp)[]): void {
  let from = 0;
  for (const part of parts) {
    const rest = text.slice(from);
    const at = typeof part === 'string' ? rest.indexOf(part) : rest.search(part);
    expect(at, `${part} in\n${rest.slice(0, 2000)}`).toBeGreaterThanOrEqual(0);
    from += at + 1;
  }
}

describe('the story of axios', () => {
  it('is told in order, with bounds', async () => {
    const text = await told(axios, '--package', 'axios');
    expectInOrder(text, [
      /^ +2026-02-18 17:19:20.* jasonsaayman .*published axios@0\.30\.3 .*server/m,
      /^ +2026-03-27 19:01:40\.915 .*published axios@1\.14\.0, OIDC, provenance .*server/m,
      /^≈.* 2026-03-31 00:21:58\.168 .*jasonsaayman .*ifstap@proton\.me.* derived/m,
      'not before 2026-02-18 17:19:20',
      /^! +2026-03-31 00:21:58\.168 .*published axios@1\.14\.1 .*server/m,
      'no provenance',
      /^! +2026-03-31 01:00:57\.285 .*published axios@0\.30\.4 .*server/m,
      '38 min 59 s after 1.14.1',
      /^≈.* 2026-03-31 03:15:30 .*removed .*derived/m,
      /^ +2026-03-31 03:15:49 .*OSV .*MAL-2026-2307 .*third_party/m,
    ]);
  });

  it('bounds how long the bad versions could be installed', async () => {
    const text = await told(axios, '--package', 'axios');
    const removals = text.slice(text.search(/^≈.* 03:15:30 .*removed/m), text.search(/^ +2026-03-31 03:15:49/m));
    expectInOrder(removals, ['axios@1.14.1 removed', 'at most 2 h 53 min 32 s, at least 1 h 48 min 2 s']);
    expectInOrder(removals, ['axios@0.30.4 removed', 'at most 2 h 14 min 33 s, at least 1 h 9 min 3 s']);
  });

  it('says what is not in evidence, and whom to ask until when', async () => {
    const text = await told(axios, '--package', 'axios');
    expectInOrder(text, ['not in evidence', 'npm support', 'jasonsaayman', 'gone after 2026-04-07 00:21:58']);
  });

  it('has the dependency, those who fetched it, and the hold, when nothing is left out', async () => {
    expectInOrder(await told(axios), [
      /^ +2026-03-30 05:57:00.* nrwise .*published plain-crypto-js@4\.2\.0/m,
      /^ +2026-03-30 23:59:12.* nrwise .*published plain-crypto-js@4\.2\.1, postinstall/m,
      /^ +2026-03-31 00:31:07\.163 .*acme-ci .*fetched plain-crypto-js@4\.2\.1 from 203\.0\.113\.7 /m,
      /^ +2026-03-31 00:58:18.*bob .*fetched axios@1\.14\.1 from 203\.0\.113\.24 /m,
      /^ +2026-03-31 01:12:43.*acme-build .*fetched axios@0\.30\.4 from 2001:db8:40::17 /m,
      /^ +2026-03-31 04:26:00.*plain-crypto-js.*0\.0\.1-security\.0/m,
    ]);
  });
});

describe('the morning after', () => {
  it('says of the bad versions only what is left to say', async () => {
    const text = await told(after, '--package', 'axios');
    expectInOrder(text, [
      /^! +2026-03-31 00:21:58\.168 .*axios@1\.14\.1/m,
      'manifest not in evidence',
      /^≈.* 2026-03-31 03:15:30 .*axios@1\.14\.1 removed .*derived/m,
      'at most 2 h 53 min 32 s',
      '1.14.1: a packument copy made between 2026-03-31 00:21:58.168 and 2026-03-31 03:15:30',
    ]);
    expect(text).not.toContain('at least 1 h 48 min');
  });

  it('reads the refused token list as a refusal', async () => {
    expect(after.outcome.exitCode).toBe(3);
    const { stdout } = await look({ words: ['evidence'], db: after.db, columns: 300 });
    expect(stdout).toMatch(/token-list\.json +npm error +unknown +1 +0 +1/);
  });
});

describe('the story of acme', () => {
  it('leads from the login through the token to the publish and its end', async () => {
    expectInOrder(await told(acme), [
      /^ +2026-06-09 02:58:11\.204 .*alice .*198\.51\.100\.23/m,
      /^ +2026-06-09 03:09:48\.015 .*alice .*backup/m,
      /^ +2026-06-09 03:34:19\.\d+ .*token/m,
      /^ +2026-06-09 03:41:27\.498 .*alice .*published @acme\/widget@1\.4\.3/m,
      /^ +2026-06-09 03:52:10.*acme-ci .*fetched @acme\/widget@1\.4\.3/m,
      /^ +2026-06-09 06:05:33\.077 .*token/m,
      /^ +2026-06-09 06:12:40\.\d+ .*carol .*@acme\/widget/m,
    ]);
  });
});
