import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { INFERENCES } from '../../src/inference/index.ts';
import { show } from '../../src/tasks/show.ts';
import { ACME, AXIOS, ingest, shown, temporaryFolder } from '../support/cases.ts';
import { seeded } from '../support/program.ts';
import { story, type ToldRow } from '../support/story.ts';
import { run } from '../support/terminal.ts';

/** The story of a package, not a grep: what stands around the acts on it, why, and nothing without end. */
const folder = temporaryFolder();
const PLAIN = { NO_COLOR: '1' };
const axios = join(folder, 'axios.db');
const acme = join(folder, 'acme.db');

/** Finds each text behind the one before. */
function expectInOrder(rows: readonly ToldRow[], parts: readonly RegExp[]): void {
  let from = 0;
  for (const part of parts) {
    const at = rows.findIndex(({ what }, i) => i >= from && part.test(what));
    expect(at, `${part} from row ${from} on:\n${rows.map(({ what }) => what).join('\n')}`).toBeGreaterThanOrEqual(0);
    from = at + 1;
  }
}

beforeAll(async () => {
  await ingest(axios, AXIOS);
  await ingest(acme, ACME);
});

describe('the story of axios', () => {
  it('tells what was done to the package that it newly depends on', async () => {
    const { rows } = await story(axios, '--package', 'axios');
    expectInOrder(rows, [
      /^published plain-crypto-js@4\.2\.0$/,
      /^published plain-crypto-js@4\.2\.1, postinstall$/,
      /^e-mail is now ifstap@proton\.me/,
      /^published axios@1\.14\.1$/,
      /^published axios@0\.30\.4$/,
      /^MAL-2026-2306 published for plain-crypto-js/,
      /^axios@1\.14\.1 removed$/,
      /^MAL-2026-2307 published for axios/,
      /^plain-crypto-js@4\.2\.1 removed$/,
      /^put security holder plain-crypto-js@0\.0\.1-security\.0$/,
    ]);
    const others = rows.filter((row) => row.package === 'plain-crypto-js');
    for (const { why } of others) expect(why).toContain('axios@1.14.1 newly depends on plain-crypto-js');
    expect(rows.filter((row) => row.package === '@acme/core')).toEqual([]);
  });

  it('says of each row why it is there', async () => {
    const { rows } = await story(axios, '--package', 'axios');
    for (const row of rows) expect(row.why?.length, row.what).toBeGreaterThan(0);
    const change = rows.find(({ action }) => action === 'auth.email_changed');
    expect(change?.why).toEqual(['jasonsaayman published axios']);
    const text = (await run(['show', '--package', 'axios', '--why', '--db', axios], { columns: 160, env: PLAIN }))
      .stdout;
    expect(text).toContain('  why: axios@1.14.1 newly depends on plain-crypto-js');
    expect(text).not.toContain('why: about axios');
    const plain = (await run(['show', '--package', 'axios', '--db', axios], { columns: 160, env: PLAIN })).stdout;
    expect(plain).not.toContain('  why: ');
  });

  it('folds the downloads of one client and day, with the first and the last', async () => {
    const { rows, foot } = await story(axios, '--package', 'axios');
    const folds = rows.filter(({ actor, folded }) => actor === 'acme-ci' && folded !== undefined);
    const [before, during, after, ...none] = folds;
    expect(none).toEqual([]);
    expect(before?.folded).toMatchObject({ fetched: ['axios@1.14.0'], looked_up: ['axios'] });
    expect(during).toMatchObject({
      action: 'artifact.downloaded',
      time: '2026-03-31T00:31:06.535Z',
      ip: '203.0.113.7',
      count: 4,
      folded: {
        first: '2026-03-31T00:31:06.535Z',
        last: '2026-03-31T00:31:07.218Z',
        fetched: ['plain-crypto-js@4.2.1', 'axios@1.14.1'],
        looked_up: ['axios', 'plain-crypto-js'],
      },
    });
    // The removal lies between them.
    expect(after?.folded).toMatchObject({ first: '2026-03-31T03:20:12.645Z', fetched: ['axios@1.14.0'] });
    expect(during?.cites).toHaveLength(2);
    const single = await story(axios, '--package', 'axios', '--downloads');
    const { rows: told = 0, requests = 0 } = foot.folded ?? {};
    expect(single.rows.length).toBe(rows.length - told + requests);
    expect(single.rows.filter(({ what }) => what === 'fetched axios@1.14.1 from 203.0.113.7')).toHaveLength(1);
    expect(single.foot.folded).toBeUndefined();
  });

  it('--only is a strict filter', async () => {
    const { rows } = await story(axios, '--package', 'axios', '--only');
    const others = rows.filter((row) => row.package !== 'axios');
    expect(others.map(({ action }) => action)).toEqual(['auth.email_changed']);
    expect(rows.filter(({ why, folded }) => why !== undefined || folded !== undefined)).toEqual([]);
    const none = await story(axios, '--package', 'axios', '--depth', '0', '--downloads');
    expect(none.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  });

  it('keeps to the filters', async () => {
    const { rows } = await story(axios, '--package', 'axios', '--action', 'package.published');
    expect(rows.map(({ what }) => what)).toContain('published plain-crypto-js@4.2.1, postinstall');
    expect(new Set(rows.map(({ action }) => action))).toEqual(new Set(['package.published']));
    const since = await story(axios, '--package', 'axios', '--since', '2026-03-31T00:00Z', '--limit', '3');
    expect(since.rows.map(({ time = '' }) => time.slice(0, 10))).toContain('2026-03-31');
    expect(since.rows).toHaveLength(3);
    const where = await story(axios, '--package', 'axios', '--where', 'actor:nrwise');
    expect(where.rows.map(({ package: name }) => name)).toEqual(where.rows.map(() => 'plain-crypto-js'));
    expect(where.rows.length).toBeGreaterThan(1);
  });

  it('is told backwards with the same rows', async () => {
    const { rows } = await story(axios, '--package', 'axios');
    const back = await story(axios, '--package', 'axios', '--order', 'desc');
    expect(back.rows.map(({ id }) => id)).toEqual(rows.map(({ id }) => id).reverse());
  });

  it('begins with the publishes that are called bad', async () => {
    const options = { db: axios, roles: { package: ['axios'] }, descending: false, raw: false, strict: false };
    const report = show({ ...options, inferences: INFERENCES, bad: new Set(['axios@1.14.0']) });
    for await (const _ of report.rows);
    await report.foot();
    expect(report.head[1]?.text).toMatch(/^with what happened around axios@1\.14\.0, in question: 2026-02-25 /);
  });

  it('marks what findings call bad, and says why', async () => {
    const { rows } = await story(axios, '--package', 'axios');
    const bad = rows.filter((row) => 'bad' in row);
    expect(bad.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['published axios@1.14.1', 'published axios@0.30.4']),
    );
    expect(bad.find(({ what }) => what === 'published axios@1.14.1')).toMatchObject({
      findings: expect.arrayContaining([expect.stringContaining('plain-crypto-js: version 4.2.1 22 min 46 s old')]),
    });
  });
});

describe('the story of acme', () => {
  it('runs from the sign-in through the token to the removal', async () => {
    const { rows } = await story(acme, '--package', '@acme/widget');
    expectInOrder(rows, [
      /^typed her password and a recovery code/,
      /^sign-in failed from 198\.51\.100\.23$/,
      /^got in past 2FA by recovery from 198\.51\.100\.23$/,
      /^signed in from a new device or place from 198\.51\.100\.23$/,
      /^password changed from 198\.51\.100\.23$/,
      /^token "backup" created from 198\.51\.100\.23$/,
      /^cloned acme\/deploy-scripts from 198\.51\.100\.23$/,
      /^weakened main in acme\/widget/,
      /^CI run 15501234567 of lint started/,
      /secrets: NPM_TOKEN, DEPLOY_KEY$/,
      /^CI run 15501234567 of lint deleted/,
      /^token "sync" created$/,
      /^publish of @acme\/widget@1\.4\.2 failed/,
      /^published @acme\/widget@1\.4\.3, postinstall from 198\.51\.100\.23$/,
      /^fetched @acme\/widget@1\.4\.3, looked up @acme\/widget: 4 requests from 203\.0\.113\.7/,
      /^token "backup" revoked from 203\.0\.113\.50$/,
      /^token sha512:91fa39772980… revoked/,
      /^@acme\/widget@1\.4\.3 removed from 203\.0\.113\.9$/,
      /^secret NPM_TOKEN changed in acme\/widget/,
    ]);
  });

  it('knows addresses and devices, and the reason for each', async () => {
    const { rows } = await story(acme, '--package', '@acme/widget');
    const signIn = rows.find(({ action }) => action === 'auth.new_device');
    expect(signIn?.ip).toBe('198.51.100.23');
    expect(signIn?.user_agent).toContain('X11; Linux');
    expect(signIn?.why).toEqual(['alice published @acme/widget@1.4.3', '198.51.100.23 published @acme/widget@1.4.3']);
    const sync = rows.find(({ what }) => what === 'token "sync" created');
    expect(sync?.why).toEqual(['token sha512:91fa39772980…: publish of @acme/widget@1.4.2 failed (EPUBLISHCONFLICT)']);
    const secret = rows.find(({ what }) => what.startsWith('secret NPM_TOKEN'));
    expect(secret?.why).toContain('the manifest of @acme/widget names acme/widget');
    const fact = rows.find(({ what }) => what === 'NPM_TOKEN and DEPLOY_KEY replaced');
    expect(fact?.why).toEqual(['reported in this time, and names no package']);
    const tags = rows.filter(({ action }) => action === 'source.release').map(({ what }) => what);
    expect(tags).toEqual(['tag v1.4.2']);
  });

  it('has each act once, in the order of the timeline', async () => {
    const { rows } = await story(acme, '--package', '@acme/widget', '--downloads');
    const all = await story(acme);
    const ids = rows.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(all.rows.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
    expect(all.rows.filter(({ why }) => why !== undefined)).toEqual([]);
  });

  it('has a note of that time, and none of another', async () => {
    const db = join(folder, 'noted.db');
    await ingest(db, ACME);
    const note = ['note', '--kind', 'contacted', '--db', db, '--recorded-at', '2026-06-10T00:00:00Z'];
    await run([...note, '--at', '2026-06-09 07:00Z', 'called the registry']);
    await run([...note, '--at', '2026-01-09 07:00Z', 'called somebody else']);
    const texts = (await story(db, '--package', '@acme/widget')).rows.map(({ what }) => what);
    expect(texts).toContain('called the registry');
    expect(texts).not.toContain('called somebody else');
  });

  it('is the same whatever was read first', async () => {
    const words = ['--package', '@acme/widget', '--depth', '2'];
    const expected = await shown(acme, ...words);
    const files = readdirSync(ACME).map((name) => join(ACME, name));
    const random = seeded(1_403);
    for (let i = 0; i < 3; i++) {
      const db = join(folder, `shuffled-${i}.db`);
      const keyed = files.map((file) => [random(), file] as const).sort(([a], [b]) => a - b);
      await ingest(db, ...keyed.map(([, file]) => file));
      expect((await shown(db, ...words)) === expected, `order ${i}`).toBe(true);
    }
  });
});

describe('what else could be published', () => {
  it.each([
    ['--actor', 'alice'],
    ['--ip', '198.51.100.23'],
  ])('%s %s', async (...words) => {
    const { rows, foot } = await story(acme, ...words);
    expect(rows.length).toBeGreaterThan(20);
    expect(foot.could_publish).toEqual([
      {
        who: 'alice',
        packages: ['@acme/core', '@acme/widget'],
        changed: ['@acme/widget'],
        not_collected: ['@acme/core'],
        complete: true,
        cites: ['EV-a94a557e', 'EV-405640be#/maintainers'],
      },
    ]);
  });

  it('of a token and of a repository', async () => {
    const uses = await story(acme, '--token', 'sha256:4K5IxQmi7QsYZgI2S9Oey9o4ApTqM2o7dFv+oagj82s=');
    expect(uses.foot.could_publish).toMatchObject([{ who: 'alice', packages: ['@acme/core', '@acme/widget'] }]);
    const repo = await story(acme, '--repo', 'acme/widget');
    expect(repo.foot.could_publish).toMatchObject([{ who: 'acme/widget', packages: ['@acme/widget'] }]);
  });

  it('names the command where no list of access is in evidence', async () => {
    const { stdout } = await run(['show', '--actor', 'jasonsaayman', '--db', axios], { columns: 200, env: PLAIN });
    expect(stdout).toMatch(/^jasonsaayman could publish: axios \(EV-\w{4}\)$/m);
    expect(stdout).toContain(
      'not collected: which other packages it may publish (npm access list packages jasonsaayman',
    );
    expect((await story(axios, '--actor', 'jasonsaayman', '--only')).foot.could_publish).toBeUndefined();
  });
});
