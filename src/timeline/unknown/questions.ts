import type { Line } from '../../core/report.ts';
import type { Step } from '../../core/step.ts';
import { durationText } from '../../core/time.ts';
import type { Release } from '../releases.ts';
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

function questionOf(account: string | undefined, published: readonly Release[], days: string): readonly Line[] {
  const versions = published.map((release) => `${release.package}@${release.version}`).join(', ');
  const which = account === undefined ? 'which account and credential' : 'which credential';
  const whose = account ?? 'that account';
  return [
    { text: `${which} published ${versions}, and from where`, style: 'warning' },
    { text: `npm support: token id, created, last use, IP addresses; sessions of ${whose}, ${days}`, indent: 2 },
  ];
}

/** When the address of an account changed, where only bounds are known. */
export function emailQuestions(episode: Episode, steps: readonly Step[]): readonly Line[] {
  const accounts = new Set(episode.releases.map(({ account }) => account).filter((account) => account !== undefined));
  const changes = steps.filter(({ members, bounded, sort, low = sort }) => {
    const concerned = accounts.size === 0 || accounts.has(members.user ?? '');
    const bounds = bounded === 1 && sort >= episode.from && low <= episode.last;
    return members.action === 'auth.email_changed' && concerned && bounds;
  });
  return changes.flatMap(emailQuestion);
}

function emailQuestion({ members, sort, low }: Step): readonly Line[] {
  const became = members.new === undefined ? 'changed' : `became ${members.new}`;
  const range =
    low === undefined || low >= sort
      ? `by ${stamp(sort)}`
      : `between ${stamp(low)} and ${stamp(sort)}, within ${durationText(sort - low)}`;
  return [
    { text: `when the e-mail of ${members.user ?? 'the account'} ${became}`, style: 'warning' },
    { text: `${range}. npm support: when, from which IP address; was the old address told?`, indent: 2 },
  ];
}
