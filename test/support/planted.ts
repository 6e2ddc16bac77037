import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SecretMaker } from './secrets.ts';

/** What to write into evidence: secrets, and a word that is none and must therefore be found. */
export interface Planting {
  readonly secrets: SecretMaker;
  readonly marker: string;
}

export interface PlantedFile {
  readonly format: string;
  readonly name: string;
  readonly text: string;
}

type Change = (text: string, planting: Planting) => string;
// biome-ignore lint/suspicious/noExplicitAny: fixtures have the shape that their format has
type Document = any;

function json(change: (document: Document, say: () => string, planting: Planting) => void): Change {
  return (text, planting) => {
    const document = JSON.parse(text) as Document;
    change(document, () => `${planting.marker} ${planting.secrets.sentence()}`, planting);
    return JSON.stringify(document, null, 1);
  };
}

/** The text with further lines; each takes one phrase, and one takes them all. */
function lines(write: (text: string, number: number) => string, after = ''): Change {
  return (text, { secrets, marker }) => {
    const added = [...secrets.phrases(), secrets.sentence()].map((phrase, i) => write(`${marker} ${phrase}`, i));
    return `${text.trimEnd()}\n${added.join('\n')}\n${after}`;
  };
}

/** For each format a fixture of it, and where in it a secret could stand. */
const CHANGES: Readonly<Record<string, readonly [fixture: string, change: Change]>> = {
  'git-log': [
    'typical',
    (text, { secrets, marker }) =>
      text
        .replace('release: 1.1.1', () => `${marker} ${secrets.sentence()}`)
        .replace('renovate[bot]', () => secrets.npmToken()),
  ],
  'git-refs': [
    'documented',
    (text, { secrets, marker }) =>
      text
        .replace('refs/heads/main', () => `refs/heads/${marker}-${secrets.npmToken()}`)
        .replace('Alice', () => secrets.sentence()),
  ],
  'github-actions-log': ['publish-refused', lines((text, i) => `2026-03-27T19:30:00.${1_000_000 + i}Z ${text}`)],
  'github-audit': [
    'api-array',
    json(([first, second], say, { secrets }) => {
      Object.assign(first, { message: say(), user_agent: say(), explanation: say(), data: secrets.members() });
      Object.assign(second, { package: secrets.npmToken(), ...secrets.members() });
    }),
  ],
  'npm-access': [
    'packages',
    json((document, say) => Object.assign(document, { '@acme/other': say(), [say()]: 'read-only' })),
  ],
  'npm-attestations': [
    'typical',
    json(({ attestations: [first] }, say, { secrets }) =>
      Object.assign(first.bundle, { note: say(), ...secrets.members() }),
    ),
  ],
  'npm-debug-log': ['publish', lines((text, i) => `${900 + i} verbose stack ${text}`)],
  'npm-error': ['login-refused', json(({ error }, say) => Object.assign(error, { summary: say(), detail: say() }))],
  'npm-org': ['typical', json((document, say) => Object.assign(document, { carol: say(), [say()]: 'developer' }))],
  'npm-owner': ['typical', lines((text) => `carol <${text}>`)],
  'npm-packument': [
    'typical',
    json((document, say, { secrets }) => {
      const version = document.versions['1.1.1'];
      Object.assign(version, { description: say(), deprecated: say(), config: secrets.members() });
      version.scripts = { postinstall: `node setup.js # ${say()}` };
      document.versions['1.1.0'].readme = `${'long text '.repeat(10_000)}${say()}`;
    }),
  ],
  'npm-profile': [
    'typical',
    json((document, say, { secrets }) =>
      Object.assign(document, { fullname: say(), homepage: say(), ...secrets.members() }),
    ),
  ],
  'npm-stage': [
    'typical',
    json(([first], say, { secrets }) => Object.assign(first, { tag: say(), actor: say(), ...secrets.members() })),
  ],
  'npm-team': ['typical', json((document, say, { secrets }) => document.push(say(), secrets.npmToken()))],
  'npm-token-list': [
    'typical',
    json(([first, second], say, { secrets }) => {
      Object.assign(first, { token: secrets.npmToken(), name: say() });
      Object.assign(second, secrets.members());
    }),
  ],
  'npm-token-parseable': [
    'npm-11',
    (text, { secrets, marker }) => text.replace('my laptop', () => `${marker} ${secrets.sentence()}`),
  ],
  'npm-trust': [
    'registry-answer',
    json((document, say, { secrets }) =>
      Object.assign(Array.isArray(document) ? document[0] : document, { file: say(), ...secrets.members() }),
    ),
  ],
  'npm-view': [
    'typical',
    json((document, say, { secrets }) => {
      Object.assign(document, { description: say(), deprecated: say(), config: secrets.members() });
      document.scripts.postinstall = say();
    }),
  ],
  'npm-view-time': [
    'typical',
    json((document, say) => Object.assign(document, { '1.0.3': say(), [say()]: '2026-03-31T02:00:00.000Z' })),
  ],
  osv: [
    'malware',
    json((document, say, { secrets }) => {
      Object.assign(document, { summary: say(), details: say(), database_specific: secrets.members() });
      document.references[0].url = secrets.make(
        'URL userinfo',
        secrets.letters(24),
        (core) => `https://bob:${core}@blog.example.test/`,
      );
    }),
  ],
  'reported-facts': [
    'typical',
    lines((text) => `2026-04-03T00:00:00Z,,,other,widget,,alice,"chat",${text.replaceAll('"', '""')}`),
  ],
  verdaccio: [
    'typical',
    (text, { secrets, marker }) => {
      const [first = ''] = text.split('\n').filter((line) => line.includes('"req": {'));
      const request = JSON.parse(first) as Document;
      Object.assign(request.req.headers, secrets.members(), { referer: `${marker} ${secrets.sentence()}` });
      Object.assign(request, { time: 1_774_917_699_000, msg: `${marker} ${secrets.sentence()}` });
      request.req.url = `/-/user/token/${secrets.npmToken()}`;
      const spaced = JSON.stringify({
        ...request,
        time: 1_774_917_699_500,
        msg: `${marker} token ${secrets.npmToken()}`,
      });
      return `${text.trimEnd()}\n${JSON.stringify(request)}\n${spaced.replaceAll('npm_', 'npm\\u005f')}\n`;
    },
  ],
  'verdaccio-pretty': ['no-times', lines((text) => `info --- ${text}`)],
  'verdaccio-pretty-timestamped': [
    'typical',
    lines(
      (text, i) =>
        `[2026-03-31 02:50:${10 + i}] http <-- 401, user: null(203.0.113.7), req: 'PUT /acme', error: ${text}`,
    ),
  ],
};

/** One file of each format, with secrets in it. */
export function plantedFiles(root: string, planting: (format: string) => Planting): PlantedFile[] {
  return readdirSync(root).map((format) => {
    const [fixture, change] = CHANGES[format] ?? [];
    if (fixture === undefined || change === undefined) throw new Error(`say where a secret can stand in ${format}`);
    const folder = join(root, format, fixture);
    const input = readdirSync(folder).find((name) => name.startsWith('input')) ?? '';
    const options = join(folder, 'options.json');
    const named = existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as { name?: string }) : {};
    const text = change(readFileSync(join(folder, input), 'utf8'), planting(format));
    return { format, name: named.name ?? `${format}.${input.split('.').at(-1)}`, text };
  });
}
