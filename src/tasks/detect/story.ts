import type { Inference } from '../../core/inference.ts';
import type { Line } from '../../core/report.ts';
import type { Answers } from '../../timeline/answers/answer.ts';
import { answersTo } from '../../timeline/answers/answers.ts';
import { fetchedLines } from '../../timeline/answers/fetched.ts';
import type { Incident } from '../../timeline/incidents/incident.ts';
import { type Milestones, milestonesOf, type Response, responsesTo } from '../../timeline/incidents/response.ts';
import { type Reach, reachOf } from '../../timeline/reach.ts';
import { type Rotation, rotationsOf } from '../../timeline/rotate.ts';
import { type Skew, skewsOf } from '../../timeline/skew.ts';
import { gaps } from '../gaps.ts';
import type { CaseRuleView } from './rule-view.ts';

/** Of a worm that hit hundreds of accounts, so many are asked about; the answers say that there are more. */
const ASKED = 50;

/** An incident with everything that is told of it. */
export interface IncidentStory {
  readonly incident: Incident;
  readonly answers: Answers;
  readonly responses: readonly Response[];
  readonly times: Milestones;
  /** Who fetched the bad releases. */
  readonly reach: Reach;
  readonly rotations: readonly Rotation[];
  /** How far clocks of sources that tell of the same acts are apart. */
  readonly skews: readonly Skew[];
  /** What the evidence leaves open, and who could answer it by when. */
  readonly open: readonly Line[];
}

export function storyOf(incident: Incident, view: CaseRuleView, inferences: readonly Inference[]): IncidentStory {
  const responses = responsesTo(incident, view);
  const reach = reachOf(view, incident.bad);
  return {
    incident,
    responses,
    times: milestonesOf(incident, responses),
    reach,
    rotations: rotationsOf(view, narrowed(incident), reach),
    answers: answersTo(incident, view, incident.bad.length === 0 ? [] : fetchedLines(reach)),
    skews: skewsOf(view.query({ packages: incident.packages.slice(0, ASKED), actions: ['package.published'] })),
    open: gaps(view.caseView, inferences, incident.packages),
  };
}

function narrowed(incident: Incident): Incident {
  const { accounts, tokens, repos, bad } = incident;
  return {
    ...incident,
    accounts: accounts.slice(0, ASKED),
    tokens: tokens.slice(0, ASKED),
    repos: repos.slice(0, ASKED),
    bad: bad.slice(0, ASKED),
  };
}
