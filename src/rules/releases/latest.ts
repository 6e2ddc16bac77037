import type { Json } from '../../core/json.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { PackageHistory } from '../../registry/history/history.ts';
import { distTags } from '../../registry/history/packument.ts';
import { isVersion } from '../../registry/lines.ts';

/** The tag `latest` going from one version to another. */
export interface Move {
  readonly from: string;
  readonly to: string;
  /** The act, or the comparison of two copies. */
  readonly step: Step;
  /** Comparisons that show the same move. */
  readonly also: readonly Step[];
  /** Microseconds; equal for an act of which the time is known. */
  readonly after: number | undefined;
  readonly before: number;
}

/** Where the tag is known to have been. */
interface Known {
  readonly at: number;
  readonly version: string;
}

/**
 * Moves of `latest`, in the order of the timeline. Where the tag was before an act is told by the copies of the document
 * and the acts before it. An act that does not name its version gives its time to the comparison around it.
 */
export function movesOf(view: RuleView, history: PackageHistory): readonly Move[] {
  const steps = [...view.query({ packages: [history.name], actions: ['package.dist_tag_changed'] })].filter(isLatest);
  const known = [...stand(history), ...steps.flatMap(setTo)].sort((a, b) => a.at - b.at);
  const logged = steps.filter(({ inference, bounded }) => inference === undefined && bounded === 0);
  const acts = logged.flatMap((step) => moveOf(step, known, view));
  const nameless = logged.filter((step) => setTo(step).length === 0);
  const compared = steps
    .filter(({ inference }) => inference !== undefined)
    .flatMap((step) => moveOf(step, known, view))
    .map((move) => timed(move, nameless));
  const own = compared.filter((move) => !acts.some((act) => isSame(act, move)));
  const told = acts.map((act) => ({
    ...act,
    also: compared.filter((move) => isSame(act, move)).map(({ step }) => step),
  }));
  return [...told, ...own].sort((a, b) => a.before - b.before);
}

/** A comparison with the one act that lies in its range. */
function timed(move: Move, nameless: readonly Step[]): Move {
  const [act, other] = nameless.filter(({ sort }) => (move.after ?? 0) <= sort && sort <= move.before);
  if (act === undefined || other !== undefined) return move;
  return { ...move, step: act, also: [move.step], after: act.sort, before: act.sort };
}

function isLatest({ bounded, members }: Step): boolean {
  const done = members.outcome === 'success' || members.outcome === 'unknown';
  return members.tag === 'latest' && done && bounded !== 2;
}

/** Where the copies of the document have it. */
function stand({ snapshots }: PackageHistory): readonly Known[] {
  return snapshots.flatMap(({ state, since, until }) => {
    const version = versionIn(state.value('dist-tags'));
    const at = (since ?? until)?.micros;
    return version === undefined || at === undefined ? [] : [{ at, version }];
  });
}

function versionIn(tags: Json | undefined): string | undefined {
  const version = distTags(tags).get('latest');
  return version !== undefined && isVersion(version) ? version : undefined;
}

function setTo({ sort, members, inference }: Step): readonly Known[] {
  const version = members.new ?? members.version;
  return inference !== undefined || version === undefined ? [] : [{ at: sort, version }];
}

function moveOf(step: Step, known: readonly Known[], view: RuleView): readonly Move[] {
  const { sort, low, bounded } = step;
  const { old, new: next, version } = view.members(step);
  const from = old ?? known.findLast(({ at }) => at < sort)?.version;
  const to = next ?? version;
  if (from === undefined || to === undefined || from === to) return [];
  return [{ from, to, step, also: [], after: bounded === 0 ? sort : low, before: sort }];
}

/** The same move, in a log and in two copies. */
function isSame(act: Move, compared: Move): boolean {
  const inside = (compared.after ?? 0) <= act.before && act.before <= compared.before;
  return inside && act.to === compared.to && act.from === compared.from;
}
