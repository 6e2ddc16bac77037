import type { Format, Sample } from '../core/format.ts';
import { isObject, type Json, member, text } from '../core/json.ts';
import { RequestFold } from './verdaccio/fold.ts';
import { jsonLine, speaksOfRequest } from './verdaccio/json-line.ts';

const PINO = ['level', 'time', 'pid', 'hostname'] as const;

function isPino(value: Json): boolean {
  return isObject(value) && PINO.every((name) => member(value, name) !== undefined);
}

function recognise({ values }: Sample): number {
  const lines = values.filter(isPino);
  const requests = lines.filter((line) => speaksOfRequest(line) && text(member(line, 'sub')) !== undefined);
  if (requests.length > 0) return 85;
  return lines.some((line) => /verdaccio/i.test(text(member(line, 'msg')) ?? '')) ? 55 : 0;
}

const format: Format = {
  id: 'verdaccio',
  title: 'Verdaccio JSON log',
  revision: 1,
  about: {
    export: 'the file or stream of `log: {type: file, format: json, level: http}` in config.yaml',
    lifetime: 'as long as the server keeps its log files',
    proves: 'who asked for what, when, from which address and with which client; what was answered',
    cannotProve:
      'the version of a publish; who was added as owner; the client behind a proxy that is not trusted; requests while the level was above info',
    tried: 'real',
  },
  framing: 'records',
  signs: { members: ['level', 'time', 'pid', 'hostname', 'msg', 'sub'] },
  recognise,
  open: ({ assumeTz }) => {
    const fold = new RequestFold();
    return { push: (record) => fold.take(jsonLine(record, assumeTz)), end: () => fold.end() };
  },
};

export default format;
