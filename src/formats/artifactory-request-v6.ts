import type { Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { jfrogMeaning } from './jfrog/meaning.ts';
import { addressIn, principal } from './jfrog/principal.ts';
import { compactTime } from './proxy/clock.ts';
import { mostLines } from './proxy/most-lines.ts';
import { problem, timeProblem } from './proxy/problems.ts';
import { countOf, requestEvent } from './proxy/request-event.ts';

/** `time|duration|type|address|user|method|path|protocol|status|length`; only the path can hold the separator. */
const LINE =
  /^(\d+)\|(-?\d*)\|([A-Z]+)\|([^|]*)\|([^|]*)\|([A-Za-z_-]{1,24})\|([\s\S]*)\|(HTTP\/[\d.]+)\|(\d{3})\|(-?\d*)$/;

/** `request.log` of Artifactory 4 to 6. Fields: JFrog's page "Artifactory Log Files" of those versions. */
const format: Format = {
  id: 'artifactory-request-v6',
  title: 'Artifactory request log before 7',
  revision: 1,
  about: {
    export: 'logs/request.log and its rolled files, from each node',
    lifetime: 'as many rolled files as the server is set to keep',
    proves: 'who asked for what and from which address, to the second; what was answered',
    cannotProve: 'the time zone; the client program; the version of a publish, or whether it was a deprecation',
    tried: 'documentation',
  },
  framing: 'lines',
  signs: { line: '20260331004001|128|REQUEST|203.0.113.7|alice|GET|/api/npm/…|HTTP/1.1|200|482133' },
  needsZone: true,
  recognise: ({ lines }: Sample) => (mostLines(lines, (line) => /^\d{14}\|/.test(line) && LINE.test(line)) ? 81 : 0),
  open: ({ assumeTz }) => ({ push: (record) => [answer(record, assumeTz)], end: () => [] }),
};

export default format;

function answer({ text, number }: EvidenceRecord, zone: string | undefined): Out {
  const match = LINE.exec(text);
  if (match === null) return problem('unknown-shape', 'not the ten fields of a request, separated by |', number);
  const [, stamp = '', , , address = '', user = '', verb = '', url = '', , answered, length] = match;
  const time = compactTime(stamp, zone);
  if (!time.ok) return timeProblem(time.code, number);
  const [method, status, bytes] = [verb.toUpperCase(), countOf(answered), countOf(length)];
  const meaning = jfrogMeaning(method, url, status);
  // One length stands for both directions: that of what a download sent, or of what came in.
  const bytesIn = method === 'GET' || method === 'HEAD' ? undefined : bytes;
  const line = { at: time.moment, basis: 'request_end' as const, method, url, status, bytesIn, bytesOut: bytes };
  const event = requestEvent({ ...line, person: principal(user), ip: addressIn(address) }, meaning);
  return { kind: 'event', event, records: [number] };
}
