import { isUtf8 } from 'node:buffer';
import { digestOf, readDisclosure } from '../../core/disclosure.ts';
import type { Held } from '../../core/value-search.ts';
import type { Choice } from './choices.ts';

/** A value that stands beside an entry. */
interface SealedValue {
  /** Hex, as the table of disclosures has it. */
  readonly digest: string;
  readonly name: string;
  /** As it can be searched. */
  readonly texts: readonly string[];
}

/** Of whoever did it; where one of these is looked for, all that is sealed of the act goes. */
const OF_ACTOR: ReadonlySet<string> = new Set(['actor', 'actor_email', 'actor_id', 'ip']);

/** Which of the values beside an entry are to go. */
export function goneOf(disclosures: readonly string[], choices: readonly Choice[]): readonly string[] {
  const values = disclosures.map(sealedValue);
  const found = values.filter((value) => heldIn(value, choices) === 'whole');
  if (found.length === 0) return [];
  const gone = found.some(({ name }) => OF_ACTOR.has(name)) ? values : found;
  return gone.map(({ digest }) => digest);
}

/** Whether the letters stand within a longer name in one of them. */
export function isLonger(disclosures: readonly string[], choices: readonly Choice[]): boolean {
  return disclosures.some((text) => heldIn(sealedValue(text), choices) === 'part');
}

function heldIn({ texts }: SealedValue, choices: readonly Choice[]): Held | undefined {
  const held = choices.flatMap(({ holds }) => texts.map((text) => holds?.(text)));
  return held.includes('whole') ? 'whole' : held.find((each) => each !== undefined);
}

function sealedValue(text: string): SealedValue {
  const { name = '', value = '' } = readDisclosure(text) ?? {};
  const digest = Buffer.from(digestOf(text), 'base64url').toString('hex');
  return { digest, name, texts: name === 'raw' ? recordTexts(String(value)) : [JSON.stringify(value)] };
}

/** A record that is not UTF-8 is read as far as it can be. */
function recordTexts(base64: string): string[] {
  const bytes = Buffer.from(base64, 'base64');
  return isUtf8(bytes) ? [bytes.toString('utf8')] : [bytes.toString('latin1'), bytes.toString('utf8')];
}
