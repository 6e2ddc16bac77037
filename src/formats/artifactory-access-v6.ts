import type { Format, Sample } from '../core/format.ts';
import { accessOut } from './jfrog/access-event.ts';
import { accessLine, isAccessLine } from './jfrog/access-line.ts';
import { mostLines } from './proxy/most-lines.ts';

const LOCAL = /^\d{4}-\d\d-\d\d[T ][\d:]+(?:[.,]\d+)? \[/;

/** Whether an access log begins with local times. */
function recognise({ lines }: Sample): number {
  const first = lines.find((line) => accessLine(line) !== undefined);
  return first !== undefined && LOCAL.test(first) && mostLines(lines, isAccessLine) ? 83 : 0;
}

/** `access.log` of Artifactory before 7, and of those servers that write local times into the newer one. */
const format: Format = {
  id: 'artifactory-access-v6',
  title: 'Artifactory access log before 7',
  revision: 1,
  about: {
    export: 'logs/access.log and its rolled files, from each node',
    lifetime: 'as many rolled files as the server is set to keep',
    proves:
      'who was allowed or denied to read, deploy or delete which file, or to sign in, when and from which address',
    cannotProve: 'the time zone; that the transfer was completed; the client program; which token was used',
    tried: 'documentation',
  },
  framing: 'lines',
  signs: { line: '2020-05-15 15:52:11,456 [ACCEPTED LOGIN]   for client : …' },
  needsZone: true,
  recognise,
  open: ({ assumeTz }) => ({ push: (record) => [accessOut(record, assumeTz)], end: () => [] }),
};

export default format;
