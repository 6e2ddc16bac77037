import type { RuleView } from '../../core/rule.ts';
import { beforeOnLine, firstPublished, historyOf, type KnownRelease } from '../../registry/history/history.ts';
import { highestMatching } from '../../registry/lines.ts';
import { readSpec } from '../../registry/spec.ts';
import type { ExposedRelease } from './fetch.ts';

const DAY = 86_400 * 1_000_000;

/** A dependency that a release newly brings is followed, too, if its name is not older than this before the release. */
const YOUNG = 30 * DAY;

/** A dependency that a bad release was the first to ask for. */
interface Brought {
  /** The release that brings it: `axios@1.14.1`. */
  readonly by: string;
  readonly range: string;
}

/** What is looked for of one package. */
export interface Target {
  readonly package: string;
  readonly bad: ReadonlyMap<string, ExposedRelease>;
  readonly brought: readonly Brought[];
  /** Whether what is looked for runs a script on install, which may change what the machine then says of it. */
  readonly runs: boolean;
}

/** The time in which any of the releases could be fetched, microseconds. */
export interface Window {
  readonly from: number;
  /** Absent: one of them was not removed, as far as the evidence goes. */
  readonly until: number | undefined;
}

export function windowOf(releases: readonly ExposedRelease[]): Window {
  const ends = releases.flatMap(({ removed }) => removed?.before ?? []);
  return {
    from: releases.reduce((first, { published }) => Math.min(first, published), Number.MAX_SAFE_INTEGER),
    until: ends.length === releases.length ? Math.max(...ends) : undefined,
  };
}

/** By package. */
export function targetsOf(view: RuleView, releases: readonly ExposedRelease[]): ReadonlyMap<string, Target> {
  const brought = releases.flatMap((release) => broughtBy(view, release));
  const names = [...releases.map((release) => release.package), ...brought.map(({ name }) => name)];
  const targets = [...new Set(names)].sort().map((name): Target => {
    const bad = new Map(releases.flatMap((each) => (each.package === name ? [[each.version, each]] : [])));
    const others = brought.filter((each) => each.name === name);
    return { package: name, bad, brought: others, runs: others.length > 0 || runsScripts(view, name, bad) };
  });
  return new Map(targets.map((target) => [target.package, target]));
}

function runsScripts(view: RuleView, name: string, bad: Target['bad']): boolean {
  return historyOf(view, name).releases.some(
    ({ version, manifest }) =>
      bad.has(version) && (manifest?.hasInstallScript === true || (manifest?.installScripts.length ?? 0) > 0),
  );
}

function broughtBy(view: RuleView, { package: pkg, version }: ExposedRelease): (Brought & { readonly name: string })[] {
  const history = historyOf(view, pkg);
  const release = history.releases.find((each) => each.version === version);
  const older = release && beforeOnLine(history, release).find(({ manifest }) => manifest !== undefined);
  if (release?.manifest === undefined || older?.manifest === undefined) return [];
  const known = older.manifest.dependencies;
  const added = [...release.manifest.dependencies].filter(([name]) => !known.has(name));
  return added.flatMap(([key, wanted]) => {
    const spec = readSpec(key, wanted);
    if (spec.kind !== 'registry' || !isYoung(view, spec.name, release)) return [];
    return [{ name: spec.name, by: `${pkg}@${version}`, range: spec.range }];
  });
}

function isYoung(view: RuleView, name: string, { at }: KnownRelease): boolean {
  const first = firstPublished(historyOf(view, name));
  return first !== undefined && first >= at - YOUNG;
}

/** The release that brings a version along, where the version itself is not known to be bad. */
export function bringerOf({ brought }: Target, version: string): string | undefined {
  return brought.find(({ range }) => highestMatching(range, [version]) === version)?.by;
}

/** The bad versions of a package that could be fetched at a moment, as `name@version`. */
export function availableAt({ package: name, bad }: Target, at: number): readonly string[] {
  const there = [...bad.values()].filter(
    ({ published, removed }) => published <= at && at <= (removed?.before ?? Number.MAX_SAFE_INTEGER),
  );
  return there.map(({ version }) => `${name}@${version}`);
}
