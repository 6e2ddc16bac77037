import type { RuleView } from '../core/rule.ts';
import type { Step } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { clientOf, fileNames, type KnownClient } from './reach/clients.ts';
import { coverageOf } from './reach/coverage.ts';
import type { ExposedRelease, Reach, Sighting } from './reach/fetch.ts';
import { type Told, toldByFetch, toldByPin } from './reach/fetched.ts';
import { installsIn } from './reach/installs.ts';
import { LookUps } from './reach/lookups.ts';
import { Rows } from './reach/rows.ts';
import { type Target, targetsOf, windowOf } from './reach/targets.ts';

export type { Coverage, ExposedRelease, Fetch, Reach, ReachGrade } from './reach/fetch.ts';

/** Clocks of two machines may differ by this, microseconds. */
const SKEW = 3600 * 1_000_000;

/** An install that was logged by a CI job, and a fetch that a server logged, within this time may be one. */
const SOON = 10 * 60 * 1_000_000;

/**
 * Who fetched or installed bad releases, by client, and what the logs cover of the time in which that was possible.
 * A dependency that a bad release newly brings along counts as part of it. Nobody is ever called not affected.
 */
export function reachOf(view: RuleView, releases: readonly ExposedRelease[]): Reach {
  if (releases.length === 0) return { fetches: [], coverage: [] };
  const targets = targetsOf(view, releases);
  const window = windowOf(releases);
  const files = fileNames(view);
  const rows = new Rows();
  const asked = new Rows();
  readFetches(view, targets, window.from, { files, rows, asked });
  readPins(view, targets, files, rows);
  for (const install of installsIn(view, targets, window, files)) if (!isExplained(install, rows)) rows.add(install);
  rows.adopt(asked);
  return { fetches: rows.fetches(), coverage: coverageOf(view.files(), window, (evidence) => rows.tellsOf(evidence)) };
}

interface Found {
  readonly files: ReadonlyMap<string, string>;
  readonly rows: Rows;
  /** Look-ups; they count for clients of which nothing else is known. */
  readonly asked: Rows;
}

function readFetches(
  view: RuleView,
  targets: ReadonlyMap<string, Target>,
  from: number,
  { files, rows, asked }: Found,
): void {
  const lookups = new LookUps((sighting) => asked.add(sighting));
  const actions = ['artifact.downloaded', 'artifact.download_denied', 'artifact.metadata_read'] as const;
  for (const step of view.query({ packages: [...targets.keys()], actions, since: from - SKEW })) {
    const target = targets.get(step.members.package ?? '');
    if (target === undefined) continue;
    const client = clientOf(step, files);
    const told = step.members.action === 'artifact.metadata_read' ? undefined : toldByFetch(step, target);
    if (told !== undefined) rows.add(sightingOf(step, client, told));
    else if (step.members.outcome !== 'success') continue;
    else if (step.members.action === 'artifact.metadata_read') lookups.lookedUp(step, client, target);
    else if (step.members.action === 'artifact.downloaded') lookups.fetchedOther(step, client, target);
  }
  lookups.end();
}

function readPins(
  view: RuleView,
  targets: ReadonlyMap<string, Target>,
  files: ReadonlyMap<string, string>,
  rows: Rows,
): void {
  for (const step of view.query({ packages: [...targets.keys()], actions: ['artifact.locked', 'other'] })) {
    const target = targets.get(step.members.package ?? '');
    if (target === undefined || !isPin(step)) continue;
    const told = toldByPin(step, target);
    if (told !== undefined) rows.add(sightingOf(step, clientOf(step, files), told));
  }
}

/** What npm's cache holds beside answers of a registry, and what it notes as gone. */
function isPin({ members }: Step): boolean {
  if (members.action === 'artifact.locked') return true;
  return /^(?:make-fetch-happen:|pacote:)/.test(members.native_action ?? '');
}

function sightingOf({ bounded, sort, citations }: Step, client: KnownClient, told: Told): Sighting {
  const { release, grade, remarks } = told;
  return { ...client, releases: [release], grade, at: bounded === 2 ? undefined : sort, citations, remarks };
}

/** The client whose fetches an install of a CI job is likely to have made: the only one from CI that began right then. */
function isExplained({ at, grade, client, host, citations }: Sighting, rows: Rows): boolean {
  if (at === undefined || grade !== 'possible') return false;
  const near = rows.beganWithin(at, at + SOON).filter((began) => / ci\//.test(began.client.client ?? ''));
  const [only, ...others] = near;
  if (only === undefined || others.length > 0) return false;
  const where = [client, host && `on ${host}`].filter((part) => part !== undefined).join(' ');
  const before = durationText(only.at - at);
  rows.explain(
    only.key,
    `likely the install that ${where === '' ? 'a CI job' : where} began ${before} before`,
    citations,
  );
  return true;
}
