import { AUDIT_LOG } from '../../core/audit-log.ts';
import { FaultList } from '../../core/faults.ts';
import type { ChainProof } from '../../core/proof.ts';
import { LogVerifier } from '../../integrity/audit-log/log-verifier.ts';
import type { Source } from '../../readers/source.ts';
import { contentOf } from './content.ts';

/** Checks the chain of a log of the format audit-log/v1. */
export async function auditLogProof(source: Source): Promise<ChainProof> {
  const faults = new FaultList();
  const verifier = new LogVerifier([], ({ line, message }) => faults.add(`:${line}`, message));
  const damage: string[] = [];
  for await (const chunk of contentOf(source, damage)) verifier.push(chunk);
  const { root, ended } = verifier.end();
  for (const why of damage) faults.add('', why);
  return {
    profile: AUDIT_LOG,
    entries: verifier.entries,
    faults: faults.faults(),
    ...(root !== undefined && { head: root.toString('base64') }),
    ...(!ended && { open: true }),
  };
}
