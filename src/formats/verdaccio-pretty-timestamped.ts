import type { Format, Sample } from '../core/format.ts';
import { prettyHead } from './verdaccio/pretty-line.ts';
import { prettyReading } from './verdaccio/pretty-reading.ts';

function recognise({ lines }: Sample): number {
  return lines.some((line) => prettyHead(line, true) !== undefined) ? 70 : 0;
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
  takesWrapperTime: true,
  recognise,
  open: ({ assumeTz }) => prettyReading(true, assumeTz),
};

export default format;
