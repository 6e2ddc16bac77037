import type { Format, Sample } from '../core/format.ts';
import { isRequestLine, requestOut } from './jfrog/request-line.ts';
import { mostLines } from './proxy/most-lines.ts';

/**
 * `artifactory-request.log`, and the request logs of the other services of the JFrog platform (`access-request.log`),
 * which have the same eleven fields; `artifactory-request-out.log`, which lacks the last one. Fields: JFrog's pages
 * "Request Log" and "Outbound Request Log".
 */
const format: Format = {
  id: 'artifactory-request',
  title: 'Artifactory request log',
  revision: 1,
  about: {
    export: 'var/log/artifactory-request.log and var/log/archived of each node; in the cloud the log stream',
    lifetime: 'as many rolled files as the server is set to keep',
    proves:
      'who asked for what, when, from which address and with which client; what was answered; which trace id it had',
    cannotProve: 'the version of a publish; whether it was a deprecation; which token was used',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '2026-03-31T00:40:01.008Z|90dbd9a6e2fc75e0|203.0.113.7|alice|GET|/api/npm/…' },
  recognise: ({ lines }: Sample) => (mostLines(lines, isRequestLine) ? 82 : 0),
  open: ({ assumeTz }) => ({ push: (record) => [requestOut(record, assumeTz)], end: () => [] }),
};

export default format;
