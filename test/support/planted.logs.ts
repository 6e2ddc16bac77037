import { mailbox } from './planted.mail.ts';
import { type Document, json, lines, type Place } from './planting.ts';

/** Logs, and what else is told in lines or by a platform. */
export const IN_LOGS: Readonly<Record<string, Place>> = {
  'access-log': [
    'combined',
    lines((text, i) => `203.0.113.7 - - [31/Mar/2026:02:50:${10 + i} +0000] "GET /acme HTTP/1.1" 200 1 "-" "${text}"`),
  ],
  'artifactory-access': [
    'typical',
    lines(
      (text, i) => `2026-03-31T02:50:${10 + i}.000Z [a0] [ACCEPTED DEPLOY] npm-local:${text}  for client : a / ::1`,
    ),
  ],
  'artifactory-access-v6': [
    'typical',
    lines((text, i) => `2020-05-15 16:52:${10 + i},456 [ACCEPTED DEPLOY] npm-local:${text}  for client : a / ::1.`),
  ],
  'artifactory-request': [
    'typical',
    lines((text, i) => `2026-03-31T02:50:${10 + i}.000Z|a0|203.0.113.7|alice|GET|/api/npm/npm/a|200|-1|9|1|${text}`),
  ],
  'artifactory-request-v6': [
    'typical',
    lines((text, i) => `202603310250${10 + i}|1|REQUEST|203.0.113.7|alice|GET|/api/npm/npm/a?${text}|HTTP/1.1|200|9`),
  ],
  'artifactory-router': [
    'typical',
    lines((text, i) =>
      JSON.stringify({
        ClientAddr: '203.0.113.7:51000',
        DownstreamStatus: 200,
        RequestMethod: 'GET',
        RequestPath: `/artifactory/api/npm/npm/acme?${text}`,
        ServiceAddr: 'localhost:8081',
        StartUTC: `2026-03-31T02:50:${10 + i}Z`,
        'request_User-Agent': text,
      }),
    ),
  ],
  'artifactory-security-audit': [
    'typical',
    lines(
      (text, i) =>
        `2026-03-31T02:50:${10 + i}.000Z|a0|203.0.113.7|alice|jfrt@01|alice|C|TKN|${JSON.stringify({ added: { id: 'x', description: text } })}`,
    ),
  ],
  'audit-log': [
    'typical',
    lines((text, i) =>
      JSON.stringify({
        hash: 'h',
        leaf_hash: 'l',
        prev_hash: 'p',
        record: { action: 'user.login', actor: 'alice', ts: `2026-03-31T02:50:${10 + i}.000Z`, user_agent: text },
        seq: 900 + i,
      }),
    ),
  ],
  'aws-cloudtrail': [
    'minimal',
    json((document, say, { secrets }) =>
      Object.assign(document, { userAgent: say(), errorMessage: say(), requestParameters: secrets.members() }),
    ),
  ],
  'aws-cloudtrail-digest': [
    'typical',
    json((document, say, { secrets }) => Object.assign(document, { note: say(), ...secrets.members() })),
  ],
  'aws-cloudtrail-keys': [
    'typical',
    json(({ PublicKeyList: [key] }, say, { secrets }) => Object.assign(key, { note: say(), ...secrets.members() })),
  ],
  'aws-s3-object': [
    'typical',
    json(({ Metadata }, say, { secrets }) => Object.assign(Metadata, { note: say(), ...secrets.members() })),
  ],
  'gcp-audit': [
    'minimal',
    json(({ protoPayload }, say, { secrets }) =>
      Object.assign(protoPayload, {
        status: { code: 7, message: say() },
        requestMetadata: { callerSuppliedUserAgent: say() },
        request: secrets.members(),
      }),
    ),
  ],
  'generic-jsonl': [
    'typical',
    lines((text, i) =>
      JSON.stringify({
        ts: `2026-03-31T02:50:${10 + i}Z`,
        id: `planted-${i}`,
        event: { type: 'user.login' },
        user: { name: text },
        message: { text },
        note: text,
      }),
    ),
  ],
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
  'github-actions-runs': [
    'one-run',
    json((run, say, { secrets }) => Object.assign(run, { display_title: say(), name: say(), ...secrets.members() })),
  ],
  'github-audit': [
    'api-array',
    json(([first, second], say, { secrets }) => {
      Object.assign(first, { message: say(), user_agent: say(), explanation: say(), data: secrets.members() });
      Object.assign(second, { package: secrets.npmToken(), ...secrets.members() });
    }),
  ],
  'github-audit-csv': [
    'documented-columns',
    lines((text, i) => `org.add_member,alice,mallory,NL,acme,,${1_774_917_700_000 + i},"${text}",,,,,,`),
  ],
  'github-releases': [
    'one-release',
    json((release, say, { secrets }) => Object.assign(release, { name: say(), body: say(), ...secrets.members() })),
  ],
  'github-webhook': [
    'package-published',
    json(({ package: package_ }, say, { secrets }) => {
      Object.assign(package_, { description: say(), ...secrets.members() });
      package_.package_version.manifest = JSON.stringify({
        version: '1.1.0',
        description: say(),
        ...secrets.members(),
      });
    }),
  ],
  'gitlab-audit-api': [
    'minimal',
    json((document, say, { secrets }) =>
      Object.assign(document, { details: { custom_message: say(), ...secrets.members() }, target_details: say() }),
    ),
  ],
  'gitlab-audit-file': [
    'typical',
    lines((text, i) =>
      JSON.stringify({
        severity: 'INFO',
        time: `2026-03-31T02:50:${10 + i}Z`,
        author_id: 7,
        author_name: 'Alice',
        entity_id: 2,
        entity_type: 'Project',
        target_details: text,
        custom_message: text,
      }),
    ),
  ],
  'http-answer': [
    'refused',
    lines(
      (text, i) =>
        `HTTP/1.1 403 Forbidden\nDate: Tue, 31 Mar 2026 03:20:${10 + i} GMT\nX-Note: ${text}\n\n${JSON.stringify({ error: text })}`,
    ),
  ],
  mail: ['mailbox', mailbox],
  'nexus-audit': [
    'security',
    lines((text, i) =>
      JSON.stringify({
        timestamp: `2026-03-31 02:50:${10 + i},000+0000`,
        nodeId: 'A',
        initiator: 'alice/203.0.113.7',
        domain: 'security.user',
        type: 'updated',
        attributes: { id: 'bob', name: text },
      }),
    ),
  ],
  'nexus-request': [
    'typical',
    lines(
      (text, i) =>
        `203.0.113.7 - - [31/Mar/2026:02:50:${10 + i} +0200] "GET /repository/npm/acme HTTP/1.1" 200 - 1 1 "${text}" [qtp1-55]`,
    ),
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
