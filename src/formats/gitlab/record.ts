import { isRange } from '../../core/ip.ts';
import { isObject, type Json, type JsonObject, member, scalar, text } from '../../core/json.ts';

/** A record of either form. What the API keeps under `details` stands beside everything else in the log file. */
export interface AuditRecord {
  readonly all: JsonObject;
  readonly details: JsonObject;
  /** Type of the event, or what an older record says instead: `change visibility`, `with standard`. Empty: neither. */
  readonly native: string;
  /** Whether `native` is a type. */
  readonly typed: boolean;
  /** The sentence of the record. */
  readonly message: string | undefined;
}

export function auditRecord(all: JsonObject): AuditRecord {
  const nested = member(all, 'details');
  const details = isObject(nested) ? nested : all;
  const type = firstText(all, details, ['event_type', 'event_name']);
  const message = sentence(member(details, 'custom_message') ?? member(all, 'custom_message'));
  return { all, details, native: type ?? oldName(details, message), typed: type !== undefined, message };
}

function firstText(all: JsonObject, details: JsonObject, names: readonly string[]): string | undefined {
  for (const from of [all, details]) {
    for (const name of names) {
      const found = text(member(from, name));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** Git operations have an object where others have a sentence. */
function sentence(value: Json | undefined): string | undefined {
  return isObject(value) ? JSON.stringify(value) : text(value);
}

function oldName(details: JsonObject, message: string | undefined): string {
  for (const verb of ['change', 'add', 'remove', 'failed_login', 'with']) {
    const what = scalar(member(details, verb));
    if (what !== undefined) return verb === 'failed_login' ? verb : `${verb} ${what}`;
  }
  // What follows names the one token or key that it is about.
  return (
    message
      ?.split(/[:.{]| with /)[0]
      ?.slice(0, 100)
      .trim() ?? ''
  );
}

/** A field of the details, or of the record itself. */
export function said({ all, details }: AuditRecord, name: string): string | undefined {
  return scalar(member(details, name)) ?? scalar(member(all, name));
}

/** An address; `Direct` and the like are none. */
export function addressOf(record: AuditRecord): string | undefined {
  const { all } = record;
  const found = text(member(all, 'ip_address')) ?? said(record, 'ip_address') ?? text(member(all, 'meta.remote_ip'));
  return found !== undefined && /[.:]/.test(found) && !found.includes('/') && isRange(found) ? found : undefined;
}
