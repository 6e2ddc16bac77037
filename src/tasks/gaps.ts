import type { Action } from '../core/action.ts';
import type { Inference } from '../core/inference.ts';
import type { Line } from '../core/report.ts';
import type { Step } from '../core/step.ts';
import { notInEvidence } from '../timeline/unknown.ts';
import { type CaseView, inferredSteps } from './view.ts';

/** More events of a package than this are no story any more. */
const STORY = 50_000;

/** Enough of a source's events to see that it is in evidence at all. */
const SIGNS = 50;

/** What led to a publish is looked for in this time before it: microseconds. */
const LEAD = 14 * 86_400 * 1_000_000;

/** Logs of a forge are told apart by what they record. */
const FORGE: readonly ((action: string) => boolean)[] = [
  (action) => action.startsWith('source.'),
  (action) => action.startsWith('ci.'),
  (action) => /^(?:auth|perm|audit|other)\b/.test(action),
];

/** What the evidence does not hold about packages, and whom to ask. All packages with snapshots where none is named. */
export function gaps(view: CaseView, inferences: readonly Inference[], named?: readonly string[]): readonly Line[] {
  const packages = new Set(named ?? packagesWithStates(view));
  if (packages.size === 0) return [];
  const about = first(STORY, view.query({ roles: { package: [...packages] }, action: isAct }));
  const steps = [...about, ...forgeSigns(view, about), ...inferredSteps(inferences, view, packages)];
  return notInEvidence(steps, view, packages);
}

function isAct(action: string): boolean {
  return !action.startsWith('artifact.');
}

/** Some events of each kind of forge log around the publishes. */
function forgeSigns(view: CaseView, about: readonly Step[]): Step[] {
  const publishes = about.filter(({ members }) => members.action === ('package.published' satisfies Action));
  const times = publishes.map(({ sort }) => sort);
  if (times.length === 0) return [];
  const range = { since: Math.min(...times) - LEAD, until: Math.max(...times) };
  return FORGE.flatMap((action) => first(SIGNS, view.query({ ...range, action }), isOnForge));
}

function isOnForge({ members }: Step): boolean {
  return members.repo !== undefined || members.org !== undefined;
}

function first(most: number, steps: Iterable<Step>, wanted: (step: Step) => boolean = () => true): Step[] {
  const taken: Step[] = [];
  for (const step of steps) {
    if (taken.length >= most) break;
    if (wanted(step)) taken.push(step);
  }
  return taken;
}

function packagesWithStates(view: CaseView): readonly string[] {
  const subjects = view.subjects().filter((subject) => subject.startsWith('package:'));
  return subjects.map((subject) => subject.slice('package:'.length));
}
