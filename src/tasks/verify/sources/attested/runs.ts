import type { EventMembers } from '../../../../core/event.ts';
import { citationText } from '../../../../core/step.ts';
import type { Run } from '../../../../formats/npm/provenance.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';

/** What a record of a run says of it. */
export interface RunRecord {
  /** `EV-1a2b3c4d:17` */
  readonly citation: string;
  readonly members: EventMembers;
}

/** Records of the runs in the case, by repository and run id: the first one of each that names its commit, or else any. */
export type RunRecords = ReadonlyMap<string, RunRecord>;

export function runKey(run: Pick<Run, 'repo' | 'id'> | undefined): string | undefined {
  return run?.repo === undefined || run.id === undefined ? undefined : JSON.stringify([run.repo, run.id]);
}

/** Looks for records of these runs that other sources than attestations have. */
export function runRecords(reader: CaseReader, runs: readonly Run[]): RunRecords {
  const wanted = new Set(runs.map(runKey));
  const found = new Map<string, RunRecord>();
  for (const repo of new Set(runs.flatMap((run) => run.repo ?? []))) {
    const isOfCi = (action: string): boolean => action.startsWith('ci.');
    for (const event of reader.timeline.events({ roles: { repo: [repo] }, action: isOfCi })) {
      const { run_id: id, provenance } = event.members;
      const key = runKey({ repo, id });
      if (provenance !== undefined || key === undefined || !wanted.has(key)) continue;
      if (found.get(key)?.members.commit !== undefined) continue;
      const members = wholeMembers(reader, event.seq) ?? event.members;
      const [citation] = event.citations;
      if (citation !== undefined) found.set(key, { citation: citationText(citation, 8), members });
    }
  }
  return found;
}

/** The index lacks the commit. */
function wholeMembers(reader: CaseReader, seq: number): EventMembers | undefined {
  const entry = reader.entry(seq);
  return entry.entry === 'event' ? entry.event : undefined;
}

const WORKFLOW_FILE = '.github/workflows/';

/** What a record of the run tells otherwise than the certificate. */
export function runDifferences({ commit, workflow }: Run, { citation, members }: RunRecord): readonly string[] {
  const isFile = (name: string | undefined): boolean => name?.startsWith(WORKFLOW_FILE) === true;
  const other = members.workflow?.split('@')[0];
  const texts: string[] = [];
  if (commit !== undefined && members.commit !== undefined && commit !== members.commit)
    texts.push(`the certificate names commit ${commit}, ${citation} has ${members.commit} for this run`);
  if (isFile(workflow) && isFile(other) && workflow !== other)
    texts.push(`the certificate names workflow ${workflow}, ${citation} has ${other} for this run`);
  return texts;
}
