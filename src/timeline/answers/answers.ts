import type { RuleView } from '../../core/rule.ts';
import { durationText } from '../../core/time.ts';
import { type BadRelease, exposureOf } from '../incidents/bad-release.ts';
import type { Incident } from '../incidents/incident.ts';
import type { AnswerLine, Answers } from './answer.ts';
import { isItOver } from './over.ts';
import { whatElse } from './what-else.ts';

/** The answers to the three questions, never more reassuring than the evidence. */
export function answersTo(incident: Incident, view: RuleView, fetched: readonly AnswerLine[]): Answers {
  return {
    over: isItOver(incident, view),
    howBad: [...mainFirst(incident).slice(0, MOST).map(exposureLine), ...fetched],
    whatElse: whatElse(incident, view),
  };
}

/** Releases named one by one; programs get all. */
const MOST = 40;

/** What a release only brings along comes after it. */
function mainFirst({ main, bad }: Incident): readonly BadRelease[] {
  return [...main, ...bad.filter((release) => !main.includes(release))];
}

function exposureLine(bad: BadRelease): AnswerLine {
  const { most, least } = exposureOf(bad);
  const [atMost, atLeast] = [most, least].map((micros) => (micros === undefined ? undefined : durationText(micros)));
  const parts = [
    ...(atMost === undefined ? [] : [`at most ${atMost}`]),
    ...(atLeast === undefined ? [] : [`at least ${atLeast}`]),
  ];
  const both = atMost !== undefined && atMost === atLeast ? `for ${atMost}` : parts.join(', ');
  const open = bad.removed === undefined ? '; no evidence of its removal' : '';
  const citations = [bad.release.citation, ...(bad.removed?.step.citations ?? [])];
  const text = both === '' ? 'for how long is not known' : `installable ${both}`;
  return { topic: bad.name, text: `${text}${open}`, state: bad.removed === undefined ? 'open' : 'plain', citations };
}
