import type { Action } from '../../core/action.ts';
import type { EventDraft, Outcome } from '../../core/event.ts';
import type { Out, Taken } from '../../core/format.ts';
import { parseMailTime } from '../../core/mail-time.ts';
import type { Basis, Moment } from '../../core/time.ts';
import type { RegistryRequest } from '../../registry/request.ts';
import { outcomeOf, REQUEST_IDS } from '../http-answer.actions.ts';
import type { Answer } from './answer.ts';
import { askedOf, complaintIn } from './asked.ts';

interface When {
  readonly at: Moment;
  readonly basis: Basis;
}

/** The event of one answer, or why there is none. */
export function answerOut(answer: Answer, taken: Taken): Out {
  const { records } = answer;
  const date = answer.field('date');
  const result = date === undefined ? undefined : parseMailTime(date);
  if (result?.ok === false)
    return { kind: 'problem', code: result.code, message: 'the Date of the answer cannot be used', records };
  const when: When | undefined = result?.ok === true ? { at: result.moment, basis: 'event' } : savedAt(taken);
  if (when !== undefined) return { kind: 'event', event: eventOf(answer, when), records };
  const message = 'the answer has no Date, and nothing says when it was saved: give --taken-at';
  return { kind: 'problem', code: 'missing-field', message, records };
}

/** What the time of saving is known from; the `Date` of another answer in the file is none. */
const BASIS: Readonly<Partial<Record<Taken['basis'], Basis>>> = {
  'taken-at': 'reported',
  'file-name': 'file_name',
  collected: 'reported',
};

function savedAt({ at, basis }: Taken): When | undefined {
  const known = BASIS[basis];
  return at === undefined || known === undefined ? undefined : { at, basis: known };
}

function eventOf(answer: Answer, when: When): EventDraft {
  const { status, reason } = answer.status;
  const complaint = status >= 400 ? complaintIn(answer.body) : undefined;
  const asked = askedOf(answer, complaint?.sentence);
  const outcome = outcomeOf(status);
  return {
    action: actionOf(asked.request, outcome),
    grade: 'client',
    outcome,
    identity: { by: 'record' },
    ...when,
    status,
    native_action: `HTTP ${status}${reason === '' ? '' : ` ${reason}`}`,
    url: asked.url,
    package: asked.package,
    version: asked.request?.version,
    tag: asked.request?.tag,
    error: complaint?.code,
    text: complaint?.sentence,
    request_id: REQUEST_IDS.map((name) => answer.field(name)).find((id) => id !== undefined),
  };
}

/** An answer alone does not say what was asked for; then it is not called a look-up either. */
function actionOf(request: RegistryRequest | undefined, outcome: Outcome): Action {
  if (request === undefined) return 'other';
  if (request.kind !== 'tarball') return 'artifact.metadata_read';
  return outcome === 'denied' ? 'artifact.download_denied' : 'artifact.downloaded';
}
