import type { EventMembers } from '../../core/event.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { historyOf } from '../../registry/history/history.ts';
import { highestMatching } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';
import { readSpec } from '../../registry/spec.ts';
import type { Client, Sighting } from './fetch.ts';
import { availableAt, type Target, type Window } from './targets.ts';

/** A job may have begun this long before the install in it, microseconds. */
const JOB = 6 * 3600 * 1_000_000;

const SOURCES: ReadonlySet<string> = new Set(['github-actions-log', 'npm-debug-log']);

/** A command that installs, and what follows it on its line. */
const INSTALL =
  /(?:^|[\s;&|])(npm|pnpm|yarn|bun) (?:ci|clean-install|install|i|add|update|up|upgrade)(?![\w-])([^\n;&|]*)/;

/**
 * Installs that ran while a bad release was there, as job logs and npm's own logs tell of them. Which versions they
 * took, these lines do not say: it follows from what they asked for, or it stays open.
 */
export function* installsIn(
  view: RuleView,
  targets: ReadonlyMap<string, Target>,
  { from, until }: Window,
  files: ReadonlyMap<string, string>,
): Generator<Sighting> {
  if (!view.files().some(({ format }) => SOURCES.has(format))) return;
  const jobs = new Map<string, EventMembers>();
  const range = { since: from - JOB, ...(until !== undefined && { until }) };
  for (const step of view.query({ actions: ['ci.job_started', 'ci.step', 'other'], ...range })) {
    const evidence = step.citations[0]?.evidence ?? '';
    if (step.members.action === 'ci.job_started') jobs.set(evidence, step.members);
    const asked = step.bounded === 2 ? undefined : askedIn(step);
    if (asked === undefined) continue;
    const client = clientIn(step, jobs.get(evidence), files.get(evidence));
    yield* toldBy(view, step, asked, targets).map((told) => ({ ...client, ...told }));
  }
}

interface Asked {
  readonly command: string;
  /** Packages that are named on the command line. */
  readonly specs: readonly { readonly name: string; readonly range: string }[];
  /** A log of npm names what it fetched, so that only what was asked for adds to it. */
  readonly logged: boolean;
}

function askedIn({ members }: Step): Asked | undefined {
  const { action, native_action = '', resource = '', grade } = members;
  if (grade !== 'client') return undefined;
  const logged = action === 'other';
  if (!logged && native_action !== 'Run') return undefined;
  const [found, , rest = ''] = INSTALL.exec(logged ? `${native_action} ${resource}` : resource) ?? [];
  if (found === undefined) return undefined;
  const words = rest.split(/\s+/).filter((word) => word !== '' && !word.startsWith('-'));
  return { command: found.trim(), specs: words.flatMap(specOf), logged };
}

/** `axios`, `axios@^1`, `@acme/widget@latest`, `http@npm:axios@1`; a folder or address is none. */
function specOf(word: string): Asked['specs'] {
  const at = word.indexOf('@', 1);
  const name = packageName(at < 0 ? word : word.slice(0, at));
  const spec = name === undefined ? undefined : readSpec(name, at < 0 ? '' : word.slice(at + 1));
  return spec?.kind === 'registry' ? [spec] : [];
}

function clientIn(
  { members, citations }: Step,
  job: EventMembers | undefined,
  file: string | undefined,
): Client & { readonly key: string } {
  const named = [job?.repo, job?.workflow, job?.resource && `job ${job.resource}`].filter((part) => part !== undefined);
  const client = named.length > 0 ? named.join(' ') : members.client;
  const host = job?.host ?? members.host;
  const key = JSON.stringify(['file', citations[0]?.evidence, ...(job === undefined ? [] : [client])]);
  return { key, who: undefined, ip: undefined, client, host, file };
}

type Told = Pick<Sighting, 'releases' | 'grade' | 'at' | 'citations' | 'remarks'>;

function toldBy(view: RuleView, step: Step, asked: Asked, targets: ReadonlyMap<string, Target>): readonly Told[] {
  const { sort: at, citations } = step;
  const resolved = asked.specs.flatMap((spec) => resolve(view, spec, at, targets.get(spec.name)));
  if (resolved.length > 0) {
    const remarks = resolved.map((release) => `${asked.command}: ${release} was the newest that fits`);
    return [{ releases: resolved, grade: 'likely', at, citations, remarks }];
  }
  const releases = [...targets.values()].flatMap((target) => availableAt(target, at));
  if (asked.logged || releases.length === 0) return [];
  const remark = `${asked.command} ran while ${releases.join(', ')} was, or may still have been, there; the job log does not say what it fetched`;
  return [{ releases, grade: 'possible', at, citations, remarks: [remark] }];
}

/** The bad version that a range would have taken at a moment. */
function resolve(
  view: RuleView,
  { name, range }: { readonly name: string; readonly range: string },
  at: number,
  target: Target | undefined,
): readonly string[] {
  if (target === undefined) return [];
  const there = historyOf(view, name).releases.filter(
    ({ at: published, removed }) => published <= at && (removed === undefined || removed.sort >= at),
  );
  const version = highestMatching(
    range,
    there.map((release) => release.version),
  );
  return version !== undefined && target.bad.has(version) ? [`${name}@${version}`] : [];
}
