/** How each wrapper writes lines, as the program that it is named after does. */
const SECOND = 1_774_917_600;

function stamp(i: number, digits = 9): string {
  return `2026-03-31T00:${String(Math.floor(i / 60) % 60).padStart(2, '0')}:${String(i % 60).padStart(2, '0')}.${'123456789'.slice(0, digits)}Z`;
}

function eachLine(write: (line: string, i: number) => string) {
  return (lines: readonly string[]): string => lines.map((line, i) => `${write(line, i)}\n`).join('');
}

function priority(line: string, i: number): string {
  return `<134>1 ${stamp(i)} npm-1 verdaccio 7 - [meta seq="${i}" text="a \\"b\\] "] ${line}`;
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;
const events = (lines: readonly string[]) =>
  lines.map((message, i) => ({ timestamp: SECOND * 1000 + i, message, ingestionTime: SECOND * 1000 }));
const fields = (i: number) => ({ __REALTIME_TIMESTAMP: String(SECOND * 1_000_000 + i), _PID: '7', _HOSTNAME: 'npm-1' });

/** Each wrapper by its id, and by a word more where it has several forms. */
export const WRITERS: Readonly<Record<string, (lines: readonly string[]) => string>> = {
  docker: eachLine((line, i) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: stamp(i) })),
  cri: eachLine((line, i) => `${stamp(i)} stdout F ${line}`),
  timestamps: eachLine((line, i) => `${stamp(i)} ${line}`),
  'timestamps of S3': eachLine((line, i) => `${stamp(i, 3)} ${line}`),
  syslog: eachLine(priority),
  'syslog of old': eachLine((line, i) => `<134>Mar 31 00:00:${10 + (i % 50)} npm-1 verdaccio[7]: ${line}`),
  'syslog in octets': (lines) =>
    lines
      .map(priority)
      .map((line) => `${Buffer.byteLength(line)} ${line}`)
      .join(''),
  journal: eachLine((line, i) => JSON.stringify({ ...fields(i), MESSAGE: line })),
  'journal in bytes': eachLine((line, i) => JSON.stringify({ ...fields(i), MESSAGE: [...Buffer.from(line)] })),
  'journal-lines': eachLine((line, i) => `${stamp(i, 6).replace('Z', '+0000')} npm-1 verdaccio[7]: ${line}`),
  cloudwatch: (lines) => JSON.stringify({ events: events(lines), nextForwardToken: 'f/1' }, null, 2),
  'cloudwatch of a subscription': (lines) =>
    JSON.stringify({ messageType: 'DATA_MESSAGE', owner: '1', logEvents: events(lines) }),
  'cloudwatch-tail': eachLine((line, i) => `${stamp(i, 6).replace('Z', '+00:00')} registry/npm/0a1b ${line}`),
  splunk: eachLine((line, i) => JSON.stringify({ preview: false, result: { _raw: line, _time: stamp(i, 3) } })),
  'splunk in one document': (lines) => JSON.stringify({ results: lines.map((line) => ({ _raw: line })) }),
  'splunk in a table': (lines) => `_time,"_raw"\n${eachLine((line, i) => `${stamp(i)},${quoted(line)}`)(lines)}`,
  elastic: (lines) => {
    const hits = lines.map((line, i) => ({
      _index: 'a',
      _source: { '@timestamp': stamp(i), event: { original: line } },
    }));
    return JSON.stringify({ took: 1, hits: { total: hits.length, hits } });
  },
  ecs: eachLine((line, i) => JSON.stringify({ '@timestamp': stamp(i), 'ecs.version': '8', message: line })),
  cloudevents: eachLine((line, i) =>
    JSON.stringify({ specversion: '1.0', type: 't', source: '/s', id: String(i), time: stamp(i), data: line }),
  ),
  collector: eachLine((line, i) => JSON.stringify({ date: SECOND + i, log: line, stream: 'stdout' })),
};

/** The id of the wrapper that a writer writes. */
export function idOf(writer: string): string {
  return writer.split(' ')[0] ?? '';
}
