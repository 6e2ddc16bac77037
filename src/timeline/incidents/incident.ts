import { sha256 } from '../../core/digest.ts';
import { type About, atLeast, type Finding, type Severity } from '../../core/finding.ts';
import type { RuleView } from '../../core/rule.ts';
import { type BadRelease, badReleases } from './bad-release.ts';
import { patternsOf } from './chains.ts';
import { grouped, isIncident } from './group.ts';

/** Findings that belong together, told as one. Times in microseconds. */
export interface Incident {
  /** `INC-1`: numbered by severity, those that match a pattern first, then the newest. */
  readonly name: string;
  /** Made from its findings: the same on every machine. */
  readonly id: string;
  readonly severity: Severity;
  /** Patterns it matches, the best first; maybe none. */
  readonly patterns: readonly string[];
  /** In the order of time. */
  readonly findings: readonly Finding[];
  readonly packages: readonly string[];
  readonly accounts: readonly string[];
  readonly tokens: readonly string[];
  readonly ips: readonly string[];
  readonly repos: readonly string[];
  /** Oldest first. */
  readonly bad: readonly BadRelease[];
  /** Those of them that no other one brings along as a dependency. */
  readonly main: readonly BadRelease[];
  /** Of the bad publishes; of the acts where there are none. */
  readonly first: number;
  readonly last: number;
}

/** @param findings in the order of time */
export function incidentsOf(findings: readonly Finding[], view: RuleView): readonly Incident[] {
  const groups = grouped(findings).filter(isIncident);
  const made = groups.map((group) => incidentOf(group, view));
  return made.toSorted(bySeverity).map((incident, i) => ({ ...incident, name: `INC-${i + 1}` }));
}

function bySeverity(a: Incident, b: Incident): number {
  if (a.severity !== b.severity) return atLeast(a.severity, b.severity) ? -1 : 1;
  const matched = Number(b.patterns.length > 0) - Number(a.patterns.length > 0);
  return matched || b.first - a.first || (a.id < b.id ? -1 : 1);
}

function incidentOf(group: readonly Finding[], view: RuleView): Incident {
  const bad = badReleases(group, view);
  const along = broughtAlong(group);
  const main = bad.filter(({ package: name }) => !along.has(name));
  const published = (main.length > 0 ? main : bad).map((release) => release.published);
  const acts = group
    .filter(({ amplifier, phase }) => !amplifier && phase !== 'response')
    .map(({ when }) => when.before);
  const telling = tellingIn(group, bad);
  const times = published.length > 0 ? published : acts.length > 0 ? acts : group.map(({ when }) => when.before);
  return {
    name: '',
    id: sha256(JSON.stringify(group.map(({ id }) => id).sort())),
    severity: group.reduce<Severity>((most, { severity }) => (atLeast(severity, most) ? severity : most), 'info'),
    patterns: patternsOf(new Set(telling.map(({ rule }) => rule))),
    findings: group,
    packages: [...new Set([...named(group, 'packages'), ...named(group, 'brings')])].sort(),
    accounts: named(
      telling.filter(({ subject }) => !isOf(subject, along)),
      'accounts',
    ),
    tokens: named(group, 'tokens'),
    ips: named(group, 'ips'),
    repos: named(group, 'repos'),
    bad,
    main: main.length > 0 ? main : bad,
    first: Math.min(...times),
    last: Math.max(...times),
  };
}

/** What is more than a hint; an amplifier where it speaks of a bad release. */
function tellingIn(group: readonly Finding[], bad: readonly BadRelease[]): readonly Finding[] {
  const names = new Set(bad.map(({ name }) => name));
  return group.filter(({ amplifier, severity, about }) =>
    amplifier ? about.releases?.some((name) => names.has(name)) : atLeast(severity, 'medium'),
  );
}

function named(group: readonly Finding[], role: keyof About): readonly string[] {
  return [...new Set(group.flatMap(({ about }) => about[role] ?? []))].sort();
}

/** A finding about a package that was brought along speaks of its publisher, whose account is nobody's concern. */
function isOf(subject: string, packages: ReadonlySet<string>): boolean {
  return packages.has(subject.slice(0, Math.max(subject.lastIndexOf('@'), 0)));
}

/** Packages that one of the releases newly depends on. */
function broughtAlong(group: readonly Finding[]): ReadonlySet<string> {
  return new Set(group.flatMap(({ about }) => about.brings ?? []));
}
