/** A write to a package that somebody made with the npm client. */
export interface Write {
  /** RFC 3339. */
  readonly at: string;
  readonly by: string;
  readonly package: string;
  /** What is unpublished; absent: a publish, of which the log does not tell the version. */
  readonly unpublish?: string;
}

/** Lines of Verdaccio's JSON log about writes, in the order of their times. */
export function verdaccioLog(writes: readonly Write[]): string {
  const lines = writes.flatMap((write, i) => {
    const time = Date.parse(write.at);
    const { unpublish } = write;
    if (unpublish === undefined) return request(write, time, 'PUT', pathOf(write), 'publish');
    const document = request(write, time, 'PUT', `${pathOf(write)}/-rev/${i}-aa2229f9eb89c2c3`, 'unpublish', unpublish);
    const bare = write.package.split('/').at(-1);
    const tarball = `/${write.package}/-/${bare}-${unpublish}.tgz/-rev/${i + 1}-aa2229f9eb89c2c3`;
    return [...document, ...request(write, time + 500, 'DELETE', tarball, 'unpublish')];
  });
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function pathOf({ package: name }: Write): string {
  return `/${name.replace('/', '%2f')}`;
}

const IP = '203.0.113.50';
const BASE = { pid: 7, hostname: 'registry' };

/** What is asked, what the storage does, what is answered. */
function request(write: Write, time: number, method: string, url: string, command: string, version?: string): object[] {
  const headers = { 'user-agent': 'npm/11.19.1 node/v20.20.2 linux x64', 'npm-command': command };
  const asked = { level: 30, time, ...BASE, sub: 'in', req: { method, url, headers, remoteAddress: IP }, ip: IP };
  const doing = { level: 30, time: time + 10, ...BASE, name: write.package, version };
  const answered = {
    level: 25,
    time: time + 20,
    ...BASE,
    sub: 'in',
    request: { method, url },
    user: write.by,
    remoteIP: IP,
  };
  return [
    { ...asked, msg: `${IP} requested '${method} ${url}'` },
    ...(version === undefined ? [] : [{ ...doing, msg: `unpublishing ${write.package}@${version}` }]),
    {
      ...answered,
      status: 201,
      bytes: { in: 10, out: 10 },
      msg: `201, user: ${write.by}(${IP}), req: '${method} ${url}', bytes: 10/10`,
    },
  ];
}
