/**
 * `altered`: bytes are not what CloudTrail wrote. `gap`: something that CloudTrail wrote is not in evidence, or nothing
 * was written. `unchecked`: what the check needs is not in evidence. `proven`: what held.
 */
export interface TrailVerdict {
  readonly kind: 'altered' | 'gap' | 'unchecked' | 'proven';
  readonly message: string;
}

export function altered(message: string): TrailVerdict {
  return { kind: 'altered', message };
}

export function gap(message: string): TrailVerdict {
  return { kind: 'gap', message };
}

export function unchecked(message: string): TrailVerdict {
  return { kind: 'unchecked', message };
}

/** Things that a sentence names. */
const NAMED = 3;

/** `a, b, c and 4 more`. */
export function someOf(names: readonly string[]): string {
  const more = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
  return `${names.slice(0, NAMED).join(', ')}${more}`;
}
