import { sha256 } from '../../core/digest.ts';
import type { JsonObject } from '../../core/json.ts';
import { jcs } from './jcs.ts';
import { memberText } from './member-text.ts';
import type { ChainSpec } from './profile.ts';

/** A record of a chained log: its own text, and what a parser reads in it. */
export interface ChainedRecord {
  readonly text: string;
  readonly json: JsonObject;
}

/**
 * What the hash of a record must be. Nothing where it cannot be said: a member is missing, or there is no canonical text.
 * @param before hash of the record before, as it stands there
 */
export function recordHash(spec: ChainSpec, record: ChainedRecord, before: string): string | undefined {
  const hashed = spec.profile === 'concat-hex' ? concatenated(spec, record, before) : omitted(spec, record);
  return hashed === undefined ? undefined : sha256(hashed);
}

/** `jcs-omit`: the canonical text without the member of the hash; the hash before stands inside. */
function omitted({ hash }: ChainSpec, { json }: ChainedRecord): string | undefined {
  return jcs(Object.fromEntries(Object.entries(json).filter(([name]) => name !== hash)));
}

/** `concat-hex`: the hash before as hex text, and the text of a member: of a string what it says, else as it stands. */
function concatenated({ text: name }: ChainSpec, { text, json }: ChainedRecord, before: string): string | undefined {
  if (name === undefined || !Object.hasOwn(json, name)) return undefined;
  const value = json[name];
  const said = typeof value === 'string' ? value : memberText(text, name);
  return said === undefined || !said.isWellFormed() ? undefined : `${before}${said}`;
}
