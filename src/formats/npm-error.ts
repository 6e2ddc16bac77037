import type { EventDraft } from '../core/event.ts';
import type { Context, Format, Out, Reading, Sample, Taken } from '../core/format.ts';
import { isObject, type Json, type JsonObject, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import type { Basis } from '../core/time.ts';
import { onlyDocument } from './npm/documents.ts';
import { problemOut } from './npm/outs.ts';
import { ANSWERS, failed, REFUSALS } from './npm-error.actions.ts';

/**
 * npm's error in place of an answer (`{"error": {"code": "E401", …}}`, older `{"code", "error"}`), the registry's own
 * (`{"error": "Not found"}`), and the empty object of a list that nobody may see.
 * Form: npm/cli `lib/utils/output-error.js`.
 */
const format: Format = {
  id: 'npm-error',
  title: 'npm error',
  revision: 1,
  about: {
    export: 'any npm command with --json that failed',
    lifetime: 'as long as the file',
    proves: 'that npm refused or failed; with the time it was taken, that this account could not do it then',
    cannotProve: 'anything of the list that was asked for',
    tried: 'real',
  },
  framing: 'records',
  signs: { members: ['error', 'code'] },
  recognise: (sample: Sample) => (sample.wrapper === undefined ? specificity(onlyDocument(sample)) : 0),
  open,
};

export default format;

interface NpmError {
  readonly code: string;
  readonly summary: string | undefined;
}

function specificity(document: JsonObject | undefined): number {
  if (document === undefined) return 0;
  const names = Object.keys(document);
  if (names.length === 0) return 1;
  if (readError(document) === undefined) return 0;
  if (isObject(member(document, 'error'))) return names.length === 1 ? 90 : 0;
  return member(document, 'code') === undefined ? 30 : 60;
}

function readError(json: Json | undefined): NpmError | undefined {
  const error = member(json, 'error');
  const nested = isObject(error);
  const code = text(member(nested ? error : json, 'code'));
  const summary = nested ? text(member(error, 'summary')) : text(error);
  if (code !== undefined) return /^E[A-Z0-9_]+$/.test(code) && error !== undefined ? { code, summary } : undefined;
  return nested || summary === undefined ? undefined : registryError(json, summary);
}

/** Only sentences that npm's registry is known to say: many servers answer with a member `error`. */
function registryError(json: Json | undefined, summary: string): NpmError | undefined {
  const beside = isObject(json) ? Object.keys(json).filter((name) => name !== 'error' && name !== 'reason') : [];
  const [, code] = ANSWERS.find(([sentence]) => sentence.test(summary)) ?? [];
  return code === undefined || beside.length > 0 ? undefined : { code, summary };
}

function open(context: Context): Reading {
  return { push: (record) => answerOuts(context, record), end: () => [] };
}

function answerOuts({ taken }: Context, record: EvidenceRecord): readonly Out[] {
  if (isObject(record.json) && Object.keys(record.json).length === 0) {
    const message =
      'an empty object: from `npm access` or `npm org` it means no right to see, not that there is nothing';
    return [problemOut('unknown-shape', message, record)];
  }
  const error = readError(record.json);
  if (error === undefined) return [problemOut('unknown-shape', 'not an error of npm', record)];
  const { hint } = REFUSALS.get(error.code) ?? failed(error.code);
  const problem = problemOut('npm-error', hint, record);
  const event = refusalEvent(error, taken);
  return event === undefined ? [problem] : [{ kind: 'event', event, records: [record.number] }, problem];
}

/** What the time of the snapshot is known from, as the basis of the event's time. */
const BASIS: Readonly<Record<Taken['basis'], Basis>> = {
  'taken-at': 'reported',
  'http-date': 'event',
  'file-name': 'file_name',
  collected: 'reported',
  unknown: 'event',
};

/** The answer has no time of its own: it was given when the file was taken. */
function refusalEvent({ code, summary }: NpmError, taken: Taken): EventDraft | undefined {
  if (taken.at === undefined) return undefined;
  const { action, outcome } = REFUSALS.get(code) ?? failed(code);
  const identity = { by: 'evidence' } as const;
  return {
    action,
    grade: 'client',
    outcome,
    identity,
    at: taken.at,
    basis: BASIS[taken.basis],
    error: code,
    text: summary,
  };
}
