import type { Format, Sample } from '../core/format.ts';
import { accessOut } from './jfrog/access-event.ts';
import { isAccessLine } from './jfrog/access-line.ts';
import { mostLines } from './proxy/most-lines.ts';

/** `artifactory-access.log` of Artifactory 7. Fields and types: JFrog's page "Access Log". */
const format: Format = {
  id: 'artifactory-access',
  title: 'Artifactory access log',
  revision: 1,
  about: {
    export: 'var/log/artifactory-access.log and var/log/archived of each node; in the cloud the log stream',
    lifetime: 'as many rolled files as the server is set to keep',
    proves:
      'who was allowed or denied to read, deploy or delete which file, or to sign in, when and from which address',
    cannotProve: 'that the transfer was completed; the client program; which token was used',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '2026-03-31T00:40:00.643Z [90dbd9a6e2fc75e0] [ACCEPTED DOWNLOAD] npm-remote-cache:…' },
  recognise: ({ lines }: Sample) => (mostLines(lines, isAccessLine) ? 80 : 0),
  open: ({ assumeTz }) => ({ push: (record) => [accessOut(record, assumeTz)], end: () => [] }),
};

export default format;
