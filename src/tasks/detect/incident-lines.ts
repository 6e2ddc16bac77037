import type { Line } from '../../core/report.ts';
import type { Incident } from '../../timeline/incidents/incident.ts';
import { stamp } from '../../timeline/when.ts';
import { answerLines } from './answer-lines.ts';
import type { IncidentStory } from './story.ts';

const MOST = 6;

/** Title and the three answers of an incident. */
export function incidentLines(
  { incident, answers }: Pick<IncidentStory, 'incident' | 'answers'>,
  digits: number,
): readonly Line[] {
  return [{ text: titleOf(incident), style: 'bad' }, ...answerLines(answers, digits)];
}

/** `INC-1 HIGH matches "account takeover" · axios, plain-crypto-js · 2026-03-31 00:21:58 to 01:00:57` */
function titleOf(incident: Incident): string {
  const { name, severity, patterns, packages, first, last } = incident;
  const [pattern, ...others] = patterns;
  const also = others.length === 0 ? '' : ` (also ${others.map((each) => `"${each}"`).join(', ')})`;
  const what = pattern === undefined ? 'matches no known pattern' : `matches "${pattern}"${also}`;
  const more = packages.length > MOST ? ` and ${packages.length - MOST} more` : '';
  const about = packages.length > 0 ? packages : [...incident.accounts, ...incident.repos];
  const names = `${about.slice(0, MOST).join(', ')}${more}`;
  return `${name} ${severity.toUpperCase()} ${what} · ${names} · ${rangeText(first, last)}`;
}

function rangeText(first: number, last: number): string {
  const [from, to] = [stamp(first), stamp(last)];
  if (from === to) return from;
  return from.slice(0, 10) === to.slice(0, 10) ? `${from} to ${to.slice(11)}` : `${from} to ${to}`;
}
