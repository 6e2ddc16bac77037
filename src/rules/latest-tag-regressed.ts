import type { FindingDraft } from '../core/finding.ts';
import type { Missing, Rule, RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { momentText } from '../core/time.ts';
import { historyOf, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { hasVersion, isDated, listsAllVersions } from '../registry/history/packument.ts';
import { isLower, isPrerelease } from '../registry/lines.ts';
import { type Move, movesOf } from './releases/latest.ts';
import { publisherOf } from './releases/publisher.ts';
import { type Judgement, verdictOf } from './verdict.ts';
import { accountsOf } from './wording.ts';

const rule: Rule = {
  id: 'latest-tag-regressed',
  title: 'the tag latest went back to a lower version',
  severity: 'high',
  phase: 'detonation',
  amplifier: false,
  revision: 1,
  looksFor:
    'the tag latest at a lower version than before, in two copies of the document or in a log of the registry, where the higher version was neither removed nor deprecated. Info where the higher one was a prerelease',
  why: 'who publishes on an old line without a tag of its own moves latest with it, and everybody installs it: eslint-plugin-prettier from 5.5.1 to 4.2.3 (2025)',
  needs:
    'two packument snapshots of different times, or a log of the registry: curl -s https://registry.example/<name>',
  falsePositives: 'a fix on an old line published without --tag; a roll-back whose deprecation is in no evidence',
  limits: {},
  judge: (view) => verdictOf(view.packages().map((name) => judge(view, historyOf(view, name)))),
  examples: async () => (await import('./latest-tag-regressed.examples.ts')).default,
};

export default rule;

function judge(view: RuleView, history: PackageHistory): Judgement {
  const moves = movesOf(view, history);
  if (moves.length === 0 && !hasTwoCopies(history)) return missing(history);
  const byVersion = new Map(history.releases.map((release) => [release.version, release]));
  const lower = moves.filter(({ from, to }) => isLower(to, from));
  if (lower.length === 0) return [];
  const backed = takenBack(view, history);
  return lower.flatMap((move) => (backed(move.from) ? [] : [finding(history, move, byVersion)]));
}

function hasTwoCopies({ snapshots }: PackageHistory): boolean {
  const copies = snapshots.filter(({ state }) => isDated(state) && state.value('dist-tags') !== undefined);
  return copies.length >= 2;
}

function missing({ name, snapshots }: PackageHistory): Missing {
  const why =
    snapshots.length === 0
      ? 'no copy of its document'
      : 'one copy of its document shows where latest is, not where it was';
  return { subject: name, why, bring: 'a packument snapshot of another day, or the log of the registry' };
}

/** Whether the higher version is gone or deprecated: then going back is the response, not the act. */
function takenBack(view: RuleView, { name, releases, snapshots }: PackageHistory): (version: string) => boolean {
  const acts = view.query({ packages: [name], actions: ['package.deprecated', 'package.version_deleted'] });
  const told = [...acts].flatMap(({ members }) => (members.outcome === 'success' ? (members.version ?? []) : []));
  const known = releases
    .filter(({ removed, deprecated }) => (removed ?? deprecated) !== undefined)
    .map(({ version }) => version);
  const backed = new Set([...told, ...known]);
  const newest = snapshots.at(-1)?.state;
  const all = newest !== undefined && listsAllVersions(newest) ? newest : undefined;
  return (version) => backed.has(version) || (all !== undefined && !hasVersion(all, version));
}

function finding(
  { name }: PackageHistory,
  { from, to, step, also, after, before }: Move,
  byVersion: ReadonlyMap<string, KnownRelease>,
): FindingDraft {
  const lower = byVersion.get(to);
  const witnesses: readonly Step[] = [step, ...also];
  const actors = [step.members.actor, lower && publisherOf(lower)?.account];
  const accounts = new Set(actors.flatMap((account) => accountsOf({ account, oidc: false })));
  const details = detailsOf(from, lower, { after, before });
  return {
    subject: `${name}@${to}`,
    about: { packages: [name], releases: [`${name}@${to}`], accounts: [...accounts].sort() },
    severity: isPrerelease(from) && !isPrerelease(to) ? 'info' : 'high',
    certainty: byVersion.has(from) ? 'certain' : 'possible',
    when: { ...(after !== undefined && { after }), before },
    fact: `latest from ${from} to ${to}`,
    ...(details.length > 0 && { details }),
    data: { tag: 'latest', old: from, new: to },
    citations: [...witnesses.flatMap(({ citations }) => citations), ...(lower === undefined ? [] : [lower.citation])],
    steps: witnesses.map(({ id }) => id),
  };
}

function detailsOf(
  from: string,
  lower: KnownRelease | undefined,
  { after, before }: { readonly after: number | undefined; readonly before: number },
): readonly string[] {
  const details: string[] = [];
  const by = lower && publisherOf(lower)?.account;
  const inside = lower !== undefined && lower.at <= before && (after === undefined || lower.at >= after);
  if (inside) details.push(`published in that time, at ${momentText(lower.at)}${by === undefined ? '' : ` by ${by}`}`);
  if (isPrerelease(from)) details.push(`${from} is a prerelease: it may have been tagged by mistake`);
  return details;
}
