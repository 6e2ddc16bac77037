import type { Format, Sample } from '../core/format.ts';
import { isRequestMessage, prettyHead } from './verdaccio/pretty-line.ts';
import { prettyReading } from './verdaccio/pretty-reading.ts';

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
    proves:
      'on its own nothing on a timeline; where Docker, Kubernetes, the journal or a collector wrote times beside its lines, who asked for what and what was answered',
    cannotProve: 'when anything happened, other than by the clock of what carried the log',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: 'http <-- …' },
  refuse:
    'The log has no times. Set `log: {format: json}` in the config.yaml of Verdaccio for the future; for the past look for a copy to which something added times: `docker logs -t`, `kubectl logs --timestamps`, the files of the container runtime, `journalctl -o json`.',
  takesWrapperTime: true,
  recognise,
  open: () => prettyReading(false, undefined),
};

export default format;
