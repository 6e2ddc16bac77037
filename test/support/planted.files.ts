import { createHash } from 'node:crypto';
import { json, lines, type Place } from './planting.ts';

/** Answers of registries, lockfiles, and what is signed. */
export const IN_FILES: Readonly<Record<string, Place>> = {
  'bun-lock': [
    'typical',
    (text, { secrets, marker }) => {
      const entry = [
        'planted@1.0.0',
        '',
        { note: `${marker} ${secrets.sentence()}`, ...secrets.members() },
        'sha512-AA==',
      ];
      return text.replace('    "left": [', (left) => `    "planted": ${JSON.stringify(entry)},\n\n${left}`);
    },
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
  'npm-cacache-index': [
    'npm-11',
    lines((text, i) => {
      const entry = JSON.stringify({
        key: `make-fetch-happen:request-cache:x${i}`,
        time: 1_774_917_700_123,
        note: text,
      });
      return `${createHash('sha1').update(entry).digest('hex')}\t${entry}`;
    }),
  ],
  'npm-debug-log': ['publish', lines((text, i) => `${900 + i} verbose stack ${text}`)],
  'npm-error': ['login-refused', json(({ error }, say) => Object.assign(error, { summary: say(), detail: say() }))],
  'npm-keys': [
    'typical',
    json(({ keys: [first] }, say, { secrets }) => Object.assign(first, { note: say(), ...secrets.members() })),
  ],
  'npm-lock': [
    'version-3',
    json(({ packages }, say, { secrets }) =>
      Object.assign(packages['node_modules/left'], { deprecated: say(), ...secrets.members() }),
    ),
  ],
  'npm-ls': [
    'typical',
    json(({ dependencies }, say, { secrets }) =>
      Object.assign(dependencies.axios, { path: say(), ...secrets.members() }),
    ),
  ],
  'npm-manifest': [
    'with-signatures',
    json((document, say, { secrets }) =>
      Object.assign(document, { description: say(), deprecated: say(), config: secrets.members() }),
    ),
  ],
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
  'package-json': [
    'in-a-tarball',
    json((document, say, { secrets }) => {
      Object.assign(document, { description: say(), config: secrets.members() });
      document.scripts.postinstall = `node setup.js # ${say()}`;
    }),
  ],
  'pnpm-lock': [
    'version-9',
    (text, { secrets, marker }) =>
      text.replace('deprecated: use right', () => `deprecated: ${marker} ${secrets.sentence()}`),
  ],
  'rekor-entry': [
    'command-line',
    json((document, say, { secrets }) => Object.assign(document, { note: say(), ...secrets.members() })),
  ],
  'sigstore-bundle': [
    'message-signature-of-a-person',
    json((document, say, { secrets }) => Object.assign(document, { note: say(), ...secrets.members() })),
  ],
  'yarn-berry-lock': [
    'typical',
    lines(
      (text, i) =>
        `\n"p${i}@npm:^1.0.0":\n  version: 1.0.0\n  resolution: "p${i}@npm:1.0.0"\n  note: "${text}"\n  linkType: hard`,
    ),
  ],
  'yarn-lock': [
    'typical',
    lines(
      (text, i) =>
        `\np${i}@^1.0.0:\n  version "1.0.0"\n  resolved "https://registry.example/p${i}/-/p${i}-1.0.0.tgz"\n  note "${text}"`,
    ),
  ],
};
