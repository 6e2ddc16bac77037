import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';

const folder = temporaryFolder();
const TRACE = '90dbd9a6e2fc75e01a42a6f100dd4056';

interface Shown {
  readonly rows: readonly {
    readonly action: string;
    readonly actor?: string;
    readonly version?: string;
    readonly ip?: string;
    readonly status?: number;
    readonly user_agent?: string;
    readonly time?: string;
    readonly text?: string;
    readonly joined?: string;
    readonly cites: readonly string[];
  }[];
}

/** A folder with these files, and what `show` says of it. */
async function timelineOf(name: string, files: Readonly<Record<string, string>>): Promise<Shown['rows']> {
  const [evidence, db] = [join(folder, name), join(folder, `${name}.db`)];
  mkdirSync(evidence);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(evidence, file), text);
  const { foot } = ingestJson(await ingest(db, evidence));
  expect(foot.counts['problem']).toBe(0);
  return (JSON.parse(await shown(db)) as Shown).rows;
}

const ARTIFACTORY = {
  'artifactory-request.log': `2026-03-31T00:40:01.008Z|${TRACE}|203.0.113.7|alice|GET|/api/npm/npm-remote/axios/-/axios-1.14.1.tgz|200|-1|482133|128|npm/11.19.1 node/v20.20.2 linux x64 workspaces/false\n`,
  'artifactory-access.log': `2026-03-31T00:40:00.643Z [${TRACE}] [ACCEPTED DOWNLOAD] npm-remote-cache:axios/-/axios-1.14.1.tgz  for client : alice / 203.0.113.7\n`,
  'router-request.log': `${JSON.stringify({
    ClientAddr: '203.0.113.7:51000',
    DownstreamStatus: 200,
    Duration: 128_000_000,
    RequestMethod: 'GET',
    RequestPath: '/artifactory/api/npm/npm-remote/axios/-/axios-1.14.1.tgz',
    ServiceAddr: 'localhost:8081',
    StartUTC: '2026-03-31T00:40:00.605300906Z',
    TraceId: TRACE,
    'request_User-Agent': 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
  })}\n`,
};

describe('records of one act in different files', () => {
  it('Artifactory: three files, one step, all positions', async () => {
    const rows = await timelineOf('artifactory', ARTIFACTORY);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({
      action: 'artifact.downloaded',
      actor: 'alice',
      ip: '203.0.113.7',
      status: 200,
      version: '1.14.1',
      user_agent: 'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false',
      joined: 'the logs name the same request',
    });
    expect(rows[0]?.cites).toHaveLength(3);
  });

  it('two requests of one client for one package stay two', async () => {
    const other = (text: string): string => text.replaceAll(TRACE, 'a1b2c3d4e5f60718a1b2c3d4e5f60718');
    const doubled = Object.fromEntries(
      Object.entries(ARTIFACTORY).map(([file, text]) => [file, text + other(text).replaceAll('00:40:0', '00:40:1')]),
    );
    const rows = await timelineOf('two-requests', doubled);
    expect(rows.map(({ cites }) => cites.length)).toEqual([3, 3]);
  });

  it('a Verdaccio log, cut between any two lines into two files, gives the same steps', {
    timeout: 60_000,
  }, async () => {
    const log = readFileSync('fixtures/formats/verdaccio/typical/input.log', 'utf8');
    const told = (rows: Shown['rows']): unknown =>
      rows.map(({ cites: _, joined: __, text: ___, ...row }) => ({ ...row, id: '', witnesses: [] }));
    const whole = told(await timelineOf('verdaccio', { 'verdaccio.log': log }));
    const lines = log.trimEnd().split('\n');
    let joined = 0;
    for (let cut = 1; cut < lines.length; cut++) {
      const halves = await timelineOf(`verdaccio-${cut}`, {
        'verdaccio.1.log': `${lines.slice(0, cut).join('\n')}\n`,
        'verdaccio.2.log': `${lines.slice(cut).join('\n')}\n`,
      });
      joined += halves.filter((row) => row.joined !== undefined).length;
      if (/"msg": "(?:deprecating|unpublishing) /.test(lines[cut] ?? '')) {
        // A sentence of the storage at the very start of a file has lost its request; it stands alone and says so.
        expect(halves.filter(({ text }) => text === 'the request that did this is not in the log')).toHaveLength(1);
        continue;
      }
      expect(told(halves), `cut before line ${cut + 1}`).toEqual(whole);
    }
    expect(joined).toBeGreaterThan(10);
  });

  it('Nexus: the request and what the audit log has of it, by thread', async () => {
    const audit = {
      timestamp: '2026-03-31 00:41:00,956+0000',
      nodeId: '5DF0F434-88A6F4B7-AEDCE785-CAD9628C-8AD86154',
      initiator: 'alice/203.0.113.7',
      domain: 'repository.component',
      type: 'created',
      context: 'widget',
      thread: 'qtp1-55',
      attributes: {
        'repository.name': 'npm-hosted',
        format: 'npm',
        name: 'widget',
        namespace: 'acme',
        version: '1.1.1',
      },
    };
    const request = (thread: string, second: string): string =>
      `203.0.113.7 - alice [31/Mar/2026:00:41:${second} +0000] "PUT /repository/npm-hosted/@acme%2fwidget HTTP/1.1" 200 1026 0 42 "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false" [${thread}]\n`;
    const rows = await timelineOf('nexus', {
      'audit.log': `${JSON.stringify(audit)}\n`,
      'request.log': request('qtp1-55', '01') + request('qtp1-56', '02'),
    });
    expect(rows.map(({ version, status, joined }) => [version, status, joined])).toEqual([
      ['1.1.1', 200, 'the logs name the same request'],
      [undefined, 200, undefined],
    ]);
  });

  it('a publish in a proxy log gets its version from the document that has one of that moment', async () => {
    const rows = await timelineOf('publish', {
      'nexus-request.log':
        '203.0.113.7 - alice [31/Mar/2026:00:41:01 +0000] "PUT /repository/npm-hosted/@acme%2fwidget HTTP/1.1" 200 1026 0 42 "npm/11.19.1 node/v20.20.2 linux x64 workspaces/false" [qtp1-55]\n',
      'widget.json': JSON.stringify({
        name: '@acme/widget',
        'dist-tags': { latest: '1.1.1' },
        versions: {
          '1.1.1': { name: '@acme/widget', version: '1.1.1', _npmUser: { name: 'alice', email: 'a@example.test' } },
        },
        time: {
          created: '2026-03-31T00:41:00.700Z',
          modified: '2026-03-31T00:41:00.900Z',
          '1.1.1': '2026-03-31T00:41:00.700Z',
        },
      }),
    });
    const publishes = rows.filter(({ action }) => action === 'package.published');
    expect(publishes).toHaveLength(1);
    expect(publishes[0]).toMatchObject({
      version: '1.1.1',
      actor: 'alice',
      ip: '203.0.113.7',
      time: '2026-03-31T00:41:00.700Z',
    });
    expect(publishes[0]?.cites.length).toBeGreaterThan(1);
  });
});
