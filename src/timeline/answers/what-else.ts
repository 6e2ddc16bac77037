import type { RuleView } from '../../core/rule.ts';
import type { Incident } from '../incidents/incident.ts';
import { type CouldPublish, couldPublish } from '../related/could-publish.ts';
import { stamp } from '../when.ts';
import type { AnswerLine } from './answer.ts';

const DAY = 86_400 * 1_000_000;

/** Accounts that are asked about. */
const ACCOUNTS = 20;

/** Names in one line. */
const MOST = 6;

/** What else? Everything the accounts could publish: changed in the window, unchanged, or not collected. */
export function whatElse(incident: Incident, view: RuleView): readonly AnswerLine[] {
  if (incident.accounts.length > 0)
    return incident.accounts.slice(0, ACCOUNTS).flatMap((account) => ofAccount(account, incident, view));
  const text = 'which account published is not in evidence, so what else it could publish is not known';
  return incident.bad.length === 0 ? [] : [{ topic: 'other packages', text, state: 'unknown', citations: [] }];
}

function ofAccount(account: string, incident: Incident, view: RuleView): readonly AnswerLine[] {
  const own = answeredFor(incident);
  const acted = actedOn(account, incident, view, own);
  const could = couldPublish(view, account, own);
  const rest = could.packages.filter((name) => !own.has(name) && !acted.names.includes(name));
  const line = (text: string, state: AnswerLine['state'], citations = could.citations): AnswerLine => {
    return { topic: account, text, state, citations };
  };
  return [
    ...(acted.names.length === 0 ? [] : [line(acted.text, 'open', acted.citations)]),
    ...restLines(rest, could).map(([text, state]) => line(text, state)),
    // An account that only a forge knows has nothing to be listed at the registry.
    ...(could.complete || (could.packages.length === 0 && acted.names.length === 0)
      ? []
      : [line(notCollected(account), 'unknown', [])]),
  ];
}

/**
 * Packages that the other answers speak of. One that only an amplifier names has no release in question, and has to be
 * looked at: debug of the qix wave, before anything was taken down.
 */
function answeredFor({ packages, bad, findings }: Incident): ReadonlySet<string> {
  if (bad.length === 0) return new Set(packages);
  const brings = findings.flatMap(({ about }) => about.brings ?? []);
  return new Set([...bad.map((release) => release.package), ...brings]);
}

function notCollected(account: string): string {
  return `its other packages: not collected (npm access list packages ${account} --json)`;
}

function restLines(
  rest: readonly string[],
  { complete, notCollected: lacking }: CouldPublish,
): readonly (readonly [string, AnswerLine['state']])[] {
  const seen = rest.filter((name) => !lacking.includes(name));
  const unseen = rest.filter((name) => lacking.includes(name));
  if (complete && rest.length === 0)
    return [['could publish nothing else, as far as the lists in evidence go', 'plain']];
  return [
    ...(seen.length === 0 ? [] : ([[`could publish ${some(seen)}: no act on it in the window`, 'plain']] as const)),
    ...(unseen.length === 0 ? [] : ([[`could publish ${some(unseen)}: NOT COLLECTED, look at each`, 'open']] as const)),
  ];
}

interface Acted extends Pick<AnswerLine, 'text' | 'citations'> {
  readonly names: readonly string[];
}

/** Other packages on which the account acted around the incident. */
function actedOn(account: string, { first, last }: Incident, view: RuleView, own: ReadonlySet<string>): Acted {
  const [since, until] = [first - DAY, last + DAY];
  const actions = ['package.published', 'package.owner_added', 'package.dist_tag_changed'] as const;
  const acts = [...view.query({ accounts: [account], actions, since, until })].filter(
    ({ members }) => members.actor === account && members.package !== undefined && !own.has(members.package),
  );
  const names = [...new Set(acts.flatMap(({ members }) => members.package ?? []))].sort();
  const text = `also acted on ${some(names)} between ${stamp(since)} and ${stamp(until)}: look at each`;
  return { names, text, citations: acts.flatMap(({ citations }) => citations.slice(0, 1)) };
}

function some(names: readonly string[]): string {
  if (names.length <= MOST) return names.join(', ');
  return `${names.slice(0, MOST).join(', ')} and ${names.length - MOST} more`;
}
