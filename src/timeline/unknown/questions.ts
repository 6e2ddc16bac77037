import type { Line } from '../../core/report.ts';
import type { Step } from '../../core/step.ts';
import { durationText } from '../../core/time.ts';
import type { Release } from '../../registry/history/releases.ts';
import { dayText, stamp } from '../when.ts';
import type { Episode } from './episode.ts';

/** What only npm knows of the publishes in question: the credential, and where it was used. */
export function accountQuestions(episode: Episode): readonly Line[] {
  const byPerson = episode.releases.filter(({ oidc }) => !oidc);
  const accounts = new Set(byPerson.map(({ account }) => account));
  return [...accounts].flatMap((account) => {
    const published = byPerson.filter((release) => release.account === account);
    return questionOf(account, published, `${dayText(episode.from)} to ${dayText(episode.last)}`);
  });
}

function questionOf(account: string | undefined, all: readonly Release[], days: string): readonly Line[] {
  const published = all.filter((release) => !isKnown(release, 'token') || !isKnown(release, 'ip'));
  if (published.length === 0) return [];
  const whence = published.every((release) => isKnown(release, 'ip')) ? '' : ', and from where';
  const versions = published.map((release) => `${release.package}@${release.version}`).join(', ');
  const which = account === undefined ? 'which account and credential' : 'which credential';
  const whose = account ?? 'that account';
  return [
    { text: `${which} published ${versions}${whence}`, style: 'warning' },
    { text: `${ASKED}: token id, created, last use, IP addresses; sessions of ${whose}, ${days}`, indent: 2 },
  ];
}

const ASKED = 'npm support, or whoever runs the registry';

/** Whether a log of the publish says with what, or from where. */
function isKnown({ steps }: Release, what: 'token' | 'ip'): boolean {
  return steps.some(
    ({ members: { ip, token_fp, token_id } }) => (what === 'ip' ? ip : (token_fp ?? token_id)) !== undefined,
  );
}

/** When the address of an account changed, where only bounds are known. */
export function emailQuestions(episode: Episode, steps: readonly Step[]): readonly Line[] {
  const accounts = new Set(episode.releases.map(({ account }) => account).filter((account) => account !== undefined));
  const concerned = steps
    .flatMap((step) => changeIn(step) ?? [])
    .filter((change) => {
      const within = change.high >= episode.from && change.low <= episode.last;
      return within && (accounts.size === 0 || accounts.has(change.user));
    });
  return concerned.reduce<readonly Change[]>(withChange, []).flatMap(emailQuestion);
}

/** A change of address between two moments, in microseconds. */
interface Change {
  readonly user: string;
  readonly became: string | undefined;
  readonly low: number;
  readonly high: number;
}

function changeIn({ members, bounded, sort, low }: Step): Change | undefined {
  const { action, user, new: became, not_after } = members;
  if (action !== 'auth.email_changed' || bounded !== 1 || user === undefined || not_after === undefined)
    return undefined;
  return { user, became, low: low ?? Number.NEGATIVE_INFINITY, high: sort };
}

/** Ranges of one change that overlap leave what both allow; those that exclude each other are of two changes. */
function withChange(known: readonly Change[], change: Change): readonly Change[] {
  const same = known.find((other) => {
    const about = other.user === change.user && other.became === change.became;
    return about && other.low <= change.high && change.low <= other.high;
  });
  if (same === undefined) return [...known, change];
  const narrowed = { ...same, low: Math.max(same.low, change.low), high: Math.min(same.high, change.high) };
  return known.map((other) => (other === same ? narrowed : other));
}

function emailQuestion({ user, became, low, high }: Change): readonly Line[] {
  const range =
    low === Number.NEGATIVE_INFINITY || low >= high
      ? `by ${stamp(high)}`
      : `between ${stamp(low)} and ${stamp(high)}, within ${durationText(high - low)}`;
  return [
    { text: `when the e-mail of ${user} ${became === undefined ? 'changed' : `became ${became}`}`, style: 'warning' },
    { text: `${range}. npm support: when, from which IP address; was the old address told?`, indent: 2 },
  ];
}
