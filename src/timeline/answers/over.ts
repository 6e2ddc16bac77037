import type { RuleView } from '../../core/rule.ts';
import type { Citation, Step } from '../../core/step.ts';
import { historyOf, type PackageHistory } from '../../registry/history/history.ts';
import { cite } from '../../registry/history/snapshot.ts';
import type { BadRelease } from '../incidents/bad-release.ts';
import type { Incident } from '../incidents/incident.ts';
import { whatText } from '../what.ts';
import { stamp } from '../when.ts';
import type { AnswerLine } from './answer.ts';
import { type Standing, standingOf } from './standing.ts';

/** Of a worm's hundreds of packages and accounts nobody reads a line each. */
const MOST_PACKAGES = 100;
const MOST = 20;

/** Is it over? The newest known state of everything the incident touched; what no evidence shows counts as open. */
export function isItOver(incident: Incident, view: RuleView): readonly AnswerLine[] {
  const standing = standingOf(incident, view);
  return [
    ...incident.packages.slice(0, MOST_PACKAGES).flatMap((name) => packageLine(historyOf(view, name), incident.bad)),
    ...standing.toSorted(openFirst).slice(0, MOST).map(standingLine),
    ...incident.accounts.slice(0, MOST).flatMap((account) => accountLine(account, incident, view, standing)),
    ...nobodyLine(incident),
    ...moreLines(standing.length, incident.accounts.length),
  ];
}

/** Bad releases of which no evidence says who published them. */
function nobodyLine({ accounts, bad }: Incident): readonly AnswerLine[] {
  if (accounts.length > 0 || bad.length === 0) return [];
  const text = 'NOT KNOWN: which account and credential published is in no evidence. Treat as OPEN';
  return [{ topic: 'account', text, state: 'unknown', citations: [] }];
}

function openFirst(a: Standing, b: Standing): number {
  return Number(a.endedBy !== undefined) - Number(b.endedBy !== undefined) || a.step.sort - b.step.sort;
}

function moreLines(changes: number, accounts: number): readonly AnswerLine[] {
  const parts = [
    changes > MOST ? `${changes - MOST} more changes` : '',
    accounts > MOST ? `${accounts - MOST} more accounts` : '',
  ].filter((part) => part !== '');
  const text = `${parts.join(' and ')} are not listed: treat them as OPEN`;
  return parts.length === 0 ? [] : [{ topic: 'others', text, state: 'open', citations: [] }];
}

/** What the newest copy of the package's document shows. */
function packageLine(history: PackageHistory, bad: readonly BadRelease[]): AnswerLine[] {
  const own = bad.filter((release) => release.package === history.name);
  if (own.length === 0 && !isHeld(history)) return [];
  const newest = history.snapshots.findLast(({ until }) => until !== undefined);
  const asOf = newest?.until === undefined ? '' : ` (as of ${stamp(newest.until.micros)})`;
  const there = own.filter(({ removed }) => removed === undefined);
  const pointing = [...history.tags].filter(([, version]) => there.some((release) => release.version === version));
  const parts = [
    goneText(own, there),
    isHeld(history) ? 'held by npm' : '',
    ...pointing.map(([tag, version]) => `${tag} still points to ${version}`),
  ].filter((part) => part !== '');
  const citations: Citation[] = newest === undefined ? [] : [cite(newest.state)];
  const state = there.length > 0 || pointing.length > 0 ? 'open' : 'good';
  return [{ topic: history.name, text: `${parts.join('; ')}${asOf}`, state, citations }];
}

function goneText(own: readonly BadRelease[], there: readonly BadRelease[]): string {
  const gone = own.filter((release) => !there.includes(release));
  const texts = [
    gone.length === 0 ? '' : `${versionsText(gone)} gone`,
    there.length === 0 ? '' : `${versionsText(there)} NOT REMOVED as far as the evidence goes${warnedText(there)}`,
  ];
  return texts.filter((text) => text !== '').join(', ');
}

/** A deprecated version can still be installed. */
function warnedText(there: readonly BadRelease[]): string {
  const warned = there.filter(({ release }) => release.deprecated !== undefined);
  if (warned.length === 0) return '';
  return warned.length === there.length ? ', deprecated only' : `, ${versionsText(warned)} deprecated only`;
}

function versionsText(releases: readonly BadRelease[]): string {
  return releases.map(({ version }) => version).join(', ');
}

/** Nothing followed the placeholder: npm also holds names and gives them on. */
function isHeld({ releases }: PackageHistory): boolean {
  return releases.at(-1)?.version.startsWith('0.0.1-security') === true;
}

function standingLine({ step, endedBy }: Standing): AnswerLine {
  const who = step.members.user ?? step.members.actor;
  const topic = who === undefined ? (step.members.package ?? step.members.repo ?? 'change') : `account ${who}`;
  const made = `${whatText(step)} (${knownBy(step)})`;
  if (endedBy === undefined)
    return { topic, text: `OPEN: ${made}; nothing shows its end`, state: 'open', citations: step.citations };
  const text = `${made}; ended: ${whatText(endedBy)} ${knownBy(endedBy)}`;
  return { topic, text, state: 'good', citations: [...step.citations, ...endedBy.citations] };
}

/** Of what follows from two copies, only the latest moment is known. */
function knownBy({ bounded, sort }: Step): string {
  return `${bounded === 1 ? 'by ' : ''}${stamp(sort)}`;
}

/** What a snapshot from after the last bad act would show of an account, and whether there is one. */
function accountLine(
  account: string,
  { last }: Incident,
  view: RuleView,
  standing: readonly Standing[],
): readonly AnswerLine[] {
  const isAfter = (at: number | undefined): boolean => at !== undefined && at >= last;
  const looked = {
    profile: newest(view, `npm-profile:${account}`),
    'token list': newest(view, 'npm-tokens'),
  };
  const lacking = Object.entries(looked).flatMap(([what, at]) => (isAfter(at) ? [] : [what]));
  const topic = `account ${account}`;
  if (lacking.length === 0 && standing.length > 0) return [];
  const since = `from after ${stamp(last)}`;
  const missing = [...lacking, 'session list'].join(', ');
  const text =
    lacking.length === 0
      ? 'profile and token list seen; sessions: NOT KNOWN'
      : `NOT KNOWN: no ${missing} ${since} in evidence. Treat as OPEN`;
  return [{ topic, text, state: 'unknown', citations: [] }];
}

/** When the newest snapshot of a subject was taken, microseconds. */
function newest(view: RuleView, subject: string): number | undefined {
  const times = view.states(subject).flatMap(({ taken }) => (taken === undefined ? [] : [Date.parse(taken) * 1000]));
  return times.length === 0 ? undefined : Math.max(...times);
}
