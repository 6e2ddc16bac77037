import type { FindingDraft } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { isRegular, judgedHistories, type KnownRelease, type PackageHistory } from '../registry/history/history.ts';
import { burstsOf, endsOf } from './bursts.ts';
import { publisherOf } from './publishers.ts';
import { type Judgement, nothingToJudge, verdictOf } from './verdict.ts';
import { accountsOf, listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'multi-line-publish',
  title: 'several release lines published within the hour',
  severity: 'info',
  phase: 'detonation',
  amplifier: true,
  revision: 1,
  looksFor:
    'versions of one package on two or more release lines (major versions) by one account within 60 minutes; where only the times of versions are left, the account is not known and the finding is possible',
  why: 'whoever wants every range hit publishes on every line at once: axios 1.14.1 and 0.30.4 (2026), nx 21.5.0 and 20.9.0 (2025), ua-parser-js and coa (2021)',
  needs: 'the times of the versions: curl -s https://registry.example/<name>, or npm view <name> time --json',
  falsePositives:
    'security fixes that go to all lines on one day, which is usual in mature projects: therefore never an alert of its own',
  limits: {
    span: { value: 60, unit: 'minutes', meaning: 'how close together the versions have to be' },
    lines: { value: 2, unit: 'versions', meaning: 'on how many lines there have to be versions' },
  },
  judge: (view, { span = 3600e6, lines = 2 }) => {
    const histories = judgedHistories(view);
    if (histories.length === 0) return nothingToJudge({ subject: 'any package', ...NO_TIMES });
    return verdictOf(histories.map((history) => judge(history, span, lines)));
  },
  examples: async () => (await import('./multi-line-publish.examples.ts')).default,
};

export default rule;

const NO_TIMES = {
  why: 'no time of any version is in evidence',
  bring: 'a packument (curl -s https://registry.example/<name>), npm view <name> time --json',
};

/** A release, by whom it may have been published. */
interface Attributed {
  readonly at: number;
  readonly release: KnownRelease;
  readonly line: string;
  readonly publisher: string | undefined;
}

function judge(history: PackageHistory, span: number, lines: number): Judgement {
  if (history.releases.length === 0) return { subject: history.name, ...NO_TIMES };
  const releases = history.releases.flatMap((release) => attributed(history, release));
  return groups(releases, span).flatMap((group) =>
    burstsOf(group, span, lines, ({ line }) => line).map((burst) => finding(burst)),
  );
}

function attributed(history: PackageHistory, release: KnownRelease): Attributed[] {
  const { at, line } = release;
  if (line === undefined || !isRegular(history, release)) return [];
  return [{ at, release, line, publisher: publisherOf(release) }];
}

/** By publisher. A release by nobody known goes to whoever published next to it, and else to the others like it. */
function groups(releases: readonly Attributed[], span: number): readonly (readonly Attributed[])[] {
  const all = new Map<string | undefined, Attributed[]>();
  const after = nextKnown(releases);
  let before: Attributed | undefined;
  for (const [i, release] of releases.entries()) {
    if (release.publisher !== undefined) before = release;
    const owner = [release, before, after[i]].find(
      (near) => near?.publisher !== undefined && Math.abs(near.at - release.at) <= span,
    );
    const group = all.get(owner?.publisher);
    if (group === undefined) all.set(owner?.publisher, [release]);
    else group.push(release);
  }
  return [...all.values()];
}

/** For each, the next one whose publisher is known. */
function nextKnown(releases: readonly Attributed[]): readonly (Attributed | undefined)[] {
  let next: Attributed | undefined;
  const found = releases.toReversed().map((release) => {
    if (release.publisher !== undefined) next = release;
    return next;
  });
  return found.reverse();
}

function finding(burst: readonly Attributed[]): FindingDraft {
  const [first, last] = endsOf(burst);
  const releases = burst.map(({ release }) => release);
  const unknown = burst.filter(({ publisher }) => publisher === undefined);
  const accounts = [...new Set(releases.flatMap(accountsOf))].sort();
  const versions = releases.map(({ version }) => version);
  const lines = [...new Set(burst.map(({ line }) => line))];
  const details = unknown.length > 0 && [
    `who published ${listText(unknown.map(({ release }) => release.version))} is not in evidence: it may not be one account`,
  ];
  return {
    subject: nameOf((burst.find(({ line }) => line !== first.line) ?? last).release),
    about: { packages: [first.release.package], releases: releases.map(nameOf), accounts },
    severity: 'info',
    certainty: unknown.length > 0 ? 'possible' : 'certain',
    when: { after: first.at, before: last.at },
    fact: factOf(versions, lines, durationText(last.at - first.at)),
    ...(details && { details }),
    data: { versions, lines, seconds: Math.round((last.at - first.at) / 1e6) },
    citations: releases.map(({ citation }) => citation),
    steps: releases.map(({ step }) => step.id),
  };
}

function factOf(versions: readonly string[], lines: readonly string[], span: string): string {
  const [first, second, ...more] = versions;
  if (more.length > 0) return `${lines.length} lines within ${span}: ${listText(versions)}`;
  return `${span} between ${first} and ${second}, on lines ${listText(lines)}`;
}
