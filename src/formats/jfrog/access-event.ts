import type { Action } from '../../core/action.ts';
import type { AuthMethod, EventDraft } from '../../core/event.ts';
import type { Out } from '../../core/format.ts';
import type { EvidenceRecord } from '../../core/record.ts';
import { type Moment, parseTime } from '../../core/time.ts';
import { BY_FILE, BY_TYPE } from '../artifactory-access.actions.ts';
import { problem, timeProblem } from '../proxy/problems.ts';
import { type AccessLine, accessLine } from './access-line.ts';
import { type NpmPath, npmPath } from './npm-path.ts';
import { addressIn, principal, traceId } from './principal.ts';

/** The answer to a line of the access log: one event, at the moment when Artifactory allowed or denied it. */
export function accessOut({ text, number }: EvidenceRecord, zone: string | undefined): Out {
  const line = accessLine(text);
  if (line === undefined) return problem('unknown-shape', 'not a line with [ACCEPTED …] or [DENIED …]', number);
  if (line === 'no-client') return problem('missing-field', 'the line does not say who asked', number);
  const time = parseTime(line.time, zone);
  if (!time.ok) return timeProblem(time.code, number);
  return { kind: 'event', event: accessEvent(line, time.moment), records: [number] };
}

/** A repository, and what lies at the path in it. */
interface Place {
  readonly repository: string;
  readonly npm: NpmPath | undefined;
}

function accessEvent(line: AccessLine, at: Moment): EventDraft {
  const place = placeOf(line.place);
  const person = principal(line.user);
  const caching = line.type === 'DEPLOY' && line.response === 'ACCEPTED' && isCache(place);
  return {
    identity: { by: 'record' },
    at,
    grade: 'server',
    action: actionOf(line, place),
    outcome: line.response === 'ACCEPTED' ? 'success' : 'denied',
    native_action: `${line.response} ${line.type}`,
    ...person,
    auth_method: authOf(line.proof) ?? person.auth_method,
    package: place?.npm?.package,
    version: place?.npm?.version,
    resource: line.place || undefined,
    ip: addressIn(line.ip),
    request_id: traceId(line.trace),
    text: remarks(line, caching),
  };
}

function placeOf(text: string): Place | undefined {
  const colon = text.indexOf(':');
  if (colon < 1) return undefined;
  const repository = text.slice(0, colon);
  return { repository, npm: npmPath(repository, text.slice(colon + 1)) };
}

/** Artifactory keeps what a remote repository fetched under that name. */
function isCache(place: Place | undefined): boolean {
  return place?.repository.endsWith('-cache') === true;
}

function actionOf({ type, response }: AccessLine, place: Place | undefined): Action {
  const kind = place?.npm?.kind;
  if (type === 'DOWNLOAD' && kind === 'index' && response === 'ACCEPTED') return 'artifact.metadata_read';
  if (type === 'DEPLOY' || type === 'DELETE') {
    if (isCache(place)) return type === 'DEPLOY' && kind === 'tarball' ? 'artifact.downloaded' : 'other';
    return kind === undefined ? 'other' : BY_FILE[type][kind];
  }
  const meaning = BY_TYPE.get(type);
  return (response === 'ACCEPTED' ? meaning?.accepted : meaning?.denied) ?? 'other';
}

const METHODS: ReadonlyMap<string, AuthMethod> = new Map<string, AuthMethod>([
  ['token', 'token'],
  ['accesstoken', 'token'],
  ['apikey', 'api_key'],
  ['password', 'password'],
  ['basic', 'password'],
]);

function authOf(proof: string): AuthMethod | undefined {
  return METHODS.get(proof.toLowerCase().replace(/[_ -]/g, ''));
}

function remarks({ message, proof }: AccessLine, caching: boolean): string | undefined {
  const parts = [
    caching ? 'the repository keeps a copy of what it fetched for this request' : '',
    message,
    proof === '' || authOf(proof) !== undefined ? '' : `authentication: ${proof}`,
  ];
  return parts.filter((part) => part !== '').join('; ') || undefined;
}
