import type { JsonObject } from '../../core/json.ts';
import { jsonObject, type Row, type Table } from '../../core/report.ts';
import type { Step } from '../../core/step.ts';
import { durationText } from '../../core/time.ts';
import type { Incident } from '../../timeline/incidents/incident.ts';
import type { Milestones, Response, ResponseKind } from '../../timeline/incidents/response.ts';
import { whatText } from '../../timeline/what.ts';
import { markOf, whenText } from '../../timeline/when.ts';
import { whoText } from '../../timeline/who.ts';
import { citesOf, evidenceText } from './cites.ts';
import { secondsOf, timesOfStep } from './times.ts';

/** What one asks for first; told even where nothing says when. */
const ASKED: readonly ResponseKind[] = ['detected', 'deprecated', 'removed', 'token revoked'];

/** What was done, each with the time from the first bad act and from when it was known. */
export function responseTable(
  { name }: Incident,
  responses: readonly Response[],
  times: Milestones,
  digits: number,
): Table {
  const seen = new Set(responses.map(({ kind }) => kind));
  if (seen.has('reported') || seen.has('advisory')) seen.add('detected');
  const lacking = ASKED.filter((kind) => !seen.has(kind));
  return {
    title: { text: `${name} response`, style: 'strong' },
    columns: [
      { title: 'RESPONSE', weight: 1 },
      { title: 'AT (UTC)' },
      { title: 'FROM ACT' },
      { title: 'FROM KNOWN', optional: 2 },
      { title: 'WHAT', weight: 4 },
      { title: 'KNOWN', weight: 1 },
    ],
    rows: [...responses.map((response) => responseRow(response, times, digits)), ...lacking.map(lackingRow)],
  };
}

function responseRow({ kind, step }: Response, { act, known }: Milestones, digits: number): Pick<Row, 'cells'> {
  const who = whoText(step);
  const what = whatText(step);
  return {
    cells: [
      { text: kind },
      { text: `${markOf(step) === '~' ? '~ ' : ''}${whenText(step)}` },
      { text: gapText(step, act) },
      { text: gapText(step, known) },
      { text: who === '' || what.includes(who) ? what : `${who}: ${what}` },
      { text: `${step.members.grade} ${evidenceText(step.citations, digits)}`, style: 'dim' },
    ],
  };
}

function lackingRow(kind: ResponseKind): Pick<Row, 'cells'> {
  const texts = [kind, '', '', '', 'NOT IN EVIDENCE', ''];
  return { cells: texts.map((text) => ({ text, ...(text === 'NOT IN EVIDENCE' && { style: 'warning' as const }) })) };
}

const DAY = 86_400 * 1_000_000;

/** `+ 2 h 53 min 32 s`; `at most` where only the latest moment is known; earlier with a minus; days where only the day is known. */
function gapText({ sort: at, bounded, members }: Step, from: number | undefined): string {
  if (from === undefined || at === from) return from === undefined ? '' : '0';
  if (members.precision === 'day') return daysText(Math.floor(at / DAY) - Math.floor(from / DAY));
  const length = durationText(at - from);
  if (at < from) return `- ${length}`;
  return `${bounded === 1 ? '≤ ' : '+ '}${length}`;
}

function daysText(days: number): string {
  if (days === 0) return 'that day';
  return `${days < 0 ? '-' : '+'} ${Math.abs(days)} d`;
}

export function responseData({ kind, step }: Response, { act, known }: Milestones): JsonObject {
  const who = whoText(step);
  return jsonObject({
    kind,
    ...timesOfStep(step),
    what: whatText(step),
    who: who === '' ? undefined : who,
    grade: step.members.grade,
    cites: citesOf(step.citations),
    from_act_seconds: act === undefined ? undefined : secondsOf(step.sort - act),
    from_known_seconds: known === undefined ? undefined : secondsOf(step.sort - known),
  });
}
