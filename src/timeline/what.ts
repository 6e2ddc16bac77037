import type { EventMembers } from '../core/event.ts';
import type { Step } from '../core/step.ts';
import { WORDING } from './what.actions.ts';
import { whoText } from './who.ts';
import { WORDS, wordOf } from './words.ts';

/** What happened, in a short sentence: `published axios@1.14.0, OIDC, provenance`. What a person reported, as reported. */
export function whatText(step: Step): string {
  const { members } = step;
  if (members.grade === 'reported' && members.text !== undefined) return wordOf('text', members) ?? '';
  const { done, tried } = WORDING[members.action];
  const told = `${isAttested(members) ? 'attested: ' : ''}${fill(done, members)}`;
  if (tried === undefined) return `${told}${addressText(step)}${codeText(members)}`;
  if (members.outcome === 'success') return `${told}${factsText(step)}`;
  return `${fill(tried, members)}${addressText(step)}${outcomeText(members)}`;
}

/** What provenance, or npm's attestation of a publish, says: nobody has checked a signature for this line. */
function isAttested({ action, native_action: native, provenance }: EventMembers): boolean {
  if (action === 'package.published') return native?.startsWith('https://github.com/npm/attestation/') === true;
  return action === 'ci.step' && provenance !== undefined;
}

function outcomeText(members: EventMembers): string {
  if (members.outcome === 'unknown') return ', outcome unknown';
  return `${members.outcome === 'denied' ? ' denied' : ' failed'}${codeText(members)}`;
}

/** ` (E401)`: the error code, else an HTTP status that means one. */
function codeText({ error, status }: EventMembers): string {
  const code = error ?? (Number(status) >= 400 ? status : undefined);
  return code === undefined ? '' : ` (${code})`;
}

/** What else the members show that matters: `, OIDC, provenance, postinstall`. */
function factsText(step: Step): string {
  const { action, auth_method, provenance, scripts } = step.members;
  const published = action === 'package.published' || action === 'package.staged';
  const facts = [
    auth_method === 'oidc' ? 'OIDC' : undefined,
    provenance === undefined ? undefined : 'provenance',
    ...(scripts ?? []).map((script) => script.split(':')[0]),
  ];
  const known = published ? facts.filter((fact) => fact !== undefined) : [];
  return `${known.map((fact) => `, ${fact}`).join('')}${addressText(step)}`;
}

/** ` from 203.0.113.7`, where who did it is not that address already. */
function addressText(step: Step): string {
  const { ip } = step.members;
  return ip === undefined || ip === whoText(step) ? '' : ` from ${ip}`;
}

function fill(template: string, members: EventMembers): string {
  const alternatives = parsed(template);
  const complete = alternatives.find(({ required }) => hasAll(required, members)) ?? alternatives.at(-1);
  return complete === undefined ? '' : complete.parts.map((part) => partText(part, members)).join('');
}

function partText(part: Part, members: EventMembers): string {
  if (typeof part === 'string') return part;
  if ('name' in part) return wordOf(part.name, members) ?? WORDS.get(part.name)?.otherwise ?? '';
  if (!hasAll(part.required, members)) return '';
  return part.parts.map((inner) => partText(inner, members)).join('');
}

function hasAll(names: readonly string[], members: EventMembers): boolean {
  return names.every((name) => wordOf(name, members) !== undefined);
}

/** A text as it stands, a `{word}`, or `[what is left out where a word of it is missing]`. */
type Part = string | { readonly name: string } | Alternative;

interface Alternative {
  readonly parts: readonly Part[];
  /** Words without which it is not used. */
  readonly required: readonly string[];
}

const PARSED = new Map<string, readonly Alternative[]>();

/** Templates are few, and used for every row. */
function parsed(template: string): readonly Alternative[] {
  const known = PARSED.get(template);
  if (known !== undefined) return known;
  const alternatives = template.split('|').map(alternativeOf);
  PARSED.set(template, alternatives);
  return alternatives;
}

function alternativeOf(text: string): Alternative {
  const parts = text.split(/(\[[^\]]*\]|\{\w+\})/).filter((part) => part !== '');
  const required = text.replace(/\[[^\]]*\]/g, '').matchAll(/\{(\w+)\}/g);
  return { parts: parts.map(partOf), required: [...required].map(([, name]) => name ?? '') };
}

function partOf(text: string): Part {
  if (text.startsWith('[') && text.endsWith(']')) return alternativeOf(text.slice(1, -1));
  const [, name] = /^\{(\w+)\}$/.exec(text) ?? [];
  return name === undefined ? text : { name };
}
