import type { LogFinding } from '../../src/integrity/audit-log/fault.ts';
import { type LogState, LogVerifier } from '../../src/integrity/audit-log/log-verifier.ts';

export interface Checked {
  readonly findings: readonly LogFinding[];
  readonly state: LogState;
}

/** A log as the verifier sees it. @param sizes at which roots are wanted */
export function checkLog(bytes: Buffer, sizes: readonly number[] = [], piece = 65_536): Checked {
  const findings: LogFinding[] = [];
  const verifier = new LogVerifier(sizes, (finding) => findings.push(finding));
  for (let at = 0; at < bytes.length; at += piece) verifier.push(bytes.subarray(at, at + piece));
  return { findings, state: verifier.end() };
}
