import { printable } from '../../../../core/printable.ts';
import type { Run } from '../../../../formats/npm/provenance.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import type { SourceVerdict } from '../../source-check.ts';
import type { Claims } from './claims.ts';
import { type RunRecords, runDifferences, runKey, runRecords } from './runs.ts';

/** An attestation that verified and contradicts nothing. */
export interface Proven {
  /** Where it stands, and of what it is. */
  readonly subject: string;
  readonly who: string;
  readonly run: Run | undefined;
  readonly logged: string;
  /** With which manifest it was compared. */
  readonly compared: string;
}

/** Attestations that are named one by one. */
const NAMED = 20;

const NOT_COVERED =
  'an attestation proves who built and signed this digest, and when it was logged; not that the run was honest, or that what it built is harmless';

/** `axios/axios, .github/workflows/publish.yml, run 123.1, commit 44fc…` */
export function whoText({ run, signer }: Claims): string {
  if (run === undefined) return signer ?? 'signed by npm';
  const { repo, workflow, id, attempt, commit } = run;
  const number = id && `run ${id}${attempt === undefined ? '' : `.${attempt}`}`;
  return [repo, workflow, number, commit && `commit ${commit}`].filter(Boolean).join(', ');
}

/** What was proven, joined to the records of the runs that the case has. */
export function* provenVerdicts(reader: CaseReader, proven: readonly Proven[]): Generator<SourceVerdict> {
  const runs = proven.flatMap(({ run }) => run ?? []);
  const records = runRecords(reader, runs);
  for (const { subject, run } of proven) {
    const record = records.get(runKey(run) ?? '');
    const texts = run === undefined || record === undefined ? [] : runDifferences(run, record);
    for (const text of texts) yield { code: 'N-ATTESTATION', message: `${subject}: ${printable(text, 600)}` };
  }
  for (const one of proven.slice(0, NAMED)) yield { message: provenText(one, records) };
  if (proven.length > NAMED) yield { message: `and ${proven.length - NAMED} more attestations verified` };
  if (proven.length > 0) yield { message: NOT_COVERED };
}

function provenText({ subject, who, run, logged, compared }: Proven, records: RunRecords): string {
  const record = records.get(runKey(run) ?? '');
  const place = record === undefined ? 'no record of the run in evidence' : `the run is in ${record.citation}`;
  const joined = run?.id === undefined ? '' : `; ${place}`;
  return `${subject} verified: ${printable(who, 400)}; logged ${logged}${compared}${joined}`;
}
