import type { Format, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { RequestFold } from './verdaccio/fold.ts';
import type { Line } from './verdaccio/line.ts';
import { prettyHead, prettyLine } from './verdaccio/pretty-line.ts';

function recognise({ lines }: Sample): number {
  return lines.some((line) => prettyHead(line, true) !== undefined) ? 70 : 0;
}

/** A message may hold line ends: stack traces, bodies of answers. */
function otherLine({ number }: EvidenceRecord, begun: boolean): Line {
  if (begun) return { kind: 'ignored', number, rule: 'continuation' };
  return { kind: 'problem', number, code: 'unknown-shape', message: 'the start of this entry is not in the log' };
}

const format: Format = {
  id: 'verdaccio-pretty-timestamped',
  title: 'Verdaccio log for people, with times',
  revision: 1,
  about: {
    export: 'the file or stream of `log: {format: pretty-timestamped}` in config.yaml',
    lifetime: 'as long as the server keeps its log files',
    proves: 'who asked for what and when, to the second; what was answered',
    cannotProve: 'the time zone; the client program; the version of a publish, or whether it was a deprecation',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '[2026-11-21 22:28:56] http <-- …' },
  needsZone: true,
  recognise,
  open: ({ assumeTz }) => {
    const fold = new RequestFold();
    let begun = false;
    const lineOf = (record: EvidenceRecord): Line => {
      const head = prettyHead(record.text, true);
      if (head === undefined) return otherLine(record, begun);
      begun = true;
      return prettyLine(record, head, assumeTz);
    };
    return { push: (record) => fold.take(lineOf(record)), end: () => fold.end() };
  },
};

export default format;
