/** What a registry's own log says of an act: members of `audit-log/v1`, with `ts` for when. */
export type LoggedAct = Readonly<Record<string, string>> & { readonly ts: string; readonly action: string };

/** Text of a log in the form `audit-log/v1`. Its hashes are none: nothing here is verified. */
export function auditLog(acts: readonly LoggedAct[]): string {
  const header = { first_seq: 0, format: 'audit-log/v1', hash_alg: 'sha-256', origin: 'registry.example/acme' };
  const hash = '0'.repeat(64);
  const lines = acts.map((record, seq) => ({ hash, leaf_hash: hash, prev_hash: hash, record, seq }));
  return `${[header, ...lines].map((line) => JSON.stringify(line)).join('\n')}\n`;
}

/** A publish of a version by somebody. */
export function publishAct(ts: string, actor: string, name: string, version: string): LoggedAct {
  return { ts, action: 'package.publish', actor, package: name, version };
}

/** That somebody took out a version; without one, the package. */
export function unpublishAct(ts: string, actor: string, name: string, version?: string): LoggedAct {
  const action = version === undefined ? 'package.unpublish' : 'package.delete-version';
  return { ts, action, actor, package: name, ...(version !== undefined && { version }) };
}
