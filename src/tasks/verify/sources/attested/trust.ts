import { durationText, momentOf } from '../../../../core/time.ts';
import { ROOT_EXPIRES, ROOT_OF } from '../../../../integrity/sigstore/trusted-root.ts';
import type { SourceVerdict } from '../../source-check.ts';

const DAY = 86_400_000_000;

/**
 * How old the trusted root is. Signatures of its time hold by it for ever; whom sigstore has withdrawn since it was made
 * is not known: so its age is told, and counts where somebody asks for no more than so much.
 * @param now microseconds
 * @param maxAge microseconds; absent where nobody asks, or nothing was verified by it
 */
export function* rootVerdicts(now: number, maxAge: number | undefined): Generator<SourceVerdict> {
  const made = momentOf(ROOT_OF)?.micros ?? 0;
  const expires = momentOf(ROOT_EXPIRES)?.micros ?? 0;
  const day = ROOT_EXPIRES.slice(0, 10);
  const age = now < made ? 'made after the moment that is asked about' : `${days(now - made)} old`;
  const left = now <= expires ? `good until ${day}` : `expired ${day}`;
  yield { message: `trusted root of sigstore: of ${ROOT_OF}, ${age}, ${left}; it came with this program` };
  if (maxAge === undefined || now - made <= maxAge) return;
  const message = `the trusted root of sigstore is ${days(now - made)} old: signatures hold by it, but whom sigstore has withdrawn since is not known; update audit-timeline`;
  yield { code: 'I-STALE', message };
}

function days(micros: number): string {
  const whole = Math.floor(micros / DAY);
  return whole === 0 ? durationText(micros) : `${whole} ${whole === 1 ? 'day' : 'days'}`;
}
