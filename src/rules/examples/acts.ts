/** A request as an example tells it. */
export interface Request {
  /** RFC 3339, with milliseconds. */
  readonly at: string;
  readonly user: string;
  readonly ip: string;
  readonly method?: string;
  readonly url: string;
  readonly status?: number;
  readonly agent?: string;
}

const AGENT = 'npm/11.6.2 node/v22.20.0 linux x64 workspaces/false';

/** Lines of Verdaccio's JSON log: three a request, as it writes them. */
export function verdaccio(requests: readonly Request[]): string {
  return requests.map(requestLines).join('');
}

function requestLines(look: Request): string {
  const { agent = AGENT, at, ip, method = 'GET', status = 200, url, user } = look;
  const time = Date.parse(at);
  const common = { pid: 23, hostname: 'npm-1', sub: 'in' };
  const size = method === 'GET' ? {} : { 'content-length': String(SIZE) };
  const headers = { 'user-agent': agent, accept: '*/*', authorization: '<Classified>', ...size };
  const req = { method, url, query: {}, params: {}, headers, remoteAddress: ip, remotePort: 50000 };
  const asked = { level: 30, time: time - 2, ...common, req, ip, msg: `${ip} requested '${method} ${url}'` };
  const begun = doneLine({ ...look, status: 200, user: method === 'GET' ? null : user }, time - 1, 0);
  const done = doneLine({ ...look, status, user }, time, 26);
  return [asked, begun, done].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** Bytes of a body. */
const SIZE = 1377;

/** Verdaccio says twice that it is done: when the middleware is passed, and when the answer is sent. */
function doneLine(
  { ip, method = 'GET', status, url, user }: Omit<Request, 'user'> & { readonly user: string | null },
  time: number,
  out: number,
): object {
  const bytes = { in: method === 'GET' ? 0 : SIZE, out };
  const msg = `${status}, user: ${user}(${ip}), req: '${method} ${url}', bytes: ${bytes.in}/${out}`;
  const common = { level: 25, time, pid: 23, hostname: 'npm-1', sub: 'in' };
  return { ...common, request: { method, url }, user, remoteIP: ip, status, bytes, msg };
}

/** An entry of GitHub's audit log; `at` stands for its two times. */
export interface Audit {
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly repo?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

/** NDJSON, as the log is streamed. */
export function githubAudit(entries: readonly Audit[]): string {
  return entries.map((entry, i) => `${JSON.stringify(auditRecord(entry, i))}\n`).join('');
}

function auditRecord({ action, actor, at, more, repo }: Audit, i: number): object {
  const time = Date.parse(at);
  const git = action.startsWith('git.');
  return {
    '@timestamp': time,
    ...(!git && { _document_id: `doc-${i}-${time}` }),
    action,
    actor,
    actor_id: 101,
    created_at: time,
    org: 'acme',
    ...(repo !== undefined && { repo }),
    ...more,
  };
}

/** A row of `npm token list --json`. */
export interface TokenRow {
  /** Two hex digits: the key is made of them. */
  readonly key: string;
  readonly name: string;
  readonly created?: string;
  readonly more?: Readonly<Record<string, unknown>>;
}

export function tokenList(rows: readonly TokenRow[]): string {
  const json = rows.map(({ created, key, more, name }) => ({
    key: key.repeat(64),
    token: 'npm_aB',
    id: key.repeat(3),
    name,
    ...(created !== undefined && { created }),
    readonly: false,
    cidr_whitelist: null,
    ...more,
  }));
  return JSON.stringify(json);
}

/** `npm profile get --json`; two of the same bytes would be one piece of evidence, so a name that changes is in it. */
export function profile(name: string, email: string, mode = 'auth-and-writes', fullname = ''): string {
  const tfa = { pending: false, mode };
  return JSON.stringify({ tfa, name, email, email_verified: true, created: '2020-10-01T08:11:02.114Z', fullname });
}
