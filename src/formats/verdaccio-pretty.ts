import type { Format, Sample } from '../core/format.ts';
import { isRequestMessage, prettyHead } from './verdaccio/pretty-line.ts';

function recognise({ lines }: Sample): number {
  const heads = lines.map((line) => prettyHead(line, false)).filter((head) => head !== undefined);
  if (heads.some(({ message }) => isRequestMessage(message))) return 65;
  return heads.some(({ message }) => /verdaccio/i.test(message)) ? 45 : 0;
}

const format: Format = {
  id: 'verdaccio-pretty',
  title: 'Verdaccio log for people, without times',
  revision: 1,
  about: {
    export: 'the stream of `log: {format: pretty}`, which is what Verdaccio writes unless told otherwise',
    lifetime: 'as long as something keeps the stream',
    proves: 'nothing on a timeline: its lines have no time',
    cannotProve: 'when anything happened',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: 'http <-- …' },
  refuse:
    'The log has no times. Set `log: {format: json}` in the config.yaml of Verdaccio for the future; for the past look for a copy to which a container runtime or the journal added times.',
  recognise,
  open: () => ({
    push: ({ number }) => [{ kind: 'problem', code: 'no-time', message: 'the line has no time', records: [number] }],
    end: () => [],
  }),
};

export default format;
