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
  if (tried === undefined) return `${fill(done, members)}${addressText(step)}${codeText(members)}`;
  if (members.outcome === 'success') return `${fill(done, members)}${factsText(step)}`;
  return `${fill(tried, members)}${addressText(step)}${outcomeText(members)}`;
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
  const alternatives = template.split('|');
  const complete = alternatives.find((alternative) => !missesWord(alternative, members));
  return fillOne(complete ?? alternatives.at(-1) ?? '', members);
}

function missesWord(alternative: string, members: EventMembers): boolean {
  const required = alternative.replace(/\[[^\]]*\]/g, '');
  return wordsIn(required).some((name) => wordOf(name, members) === undefined);
}

/** One pass over the template: what is filled in is never read again. */
function fillOne(alternative: string, members: EventMembers): string {
  return alternative.replace(/\[([^\]]*)\]|\{(\w+)\}/g, (_, optional: string | undefined, name: string | undefined) => {
    if (name !== undefined) return wordOf(name, members) ?? WORDS.get(name)?.otherwise ?? '';
    const part = optional ?? '';
    return missesWord(part, members)
      ? ''
      : part.replace(/\{(\w+)\}/g, (_word, inner: string) => wordOf(inner, members) ?? '');
  });
}

function wordsIn(template: string): readonly string[] {
  return [...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? '');
}
