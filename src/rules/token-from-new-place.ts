import type { FindingDraft, Severity } from '../core/finding.ts';
import type { LimitValues, Rule, RuleView, StepQuery } from '../core/rule.ts';
import { durationText } from '../core/time.ts';
import { type AccountRelease, judgeAccountReleases, releaseAbout } from './acts/account-releases.ts';
import { type Cover, coverAt, coversOf, logOf } from './acts/files.ts';
import { within } from './acts/in-time.ts';
import { type NamedToken, tokenFrom } from './acts/named-tokens.ts';
import { firstSights, NOT_BULK, placesOf, type Sight } from './acts/places.ts';
import type { Judgement } from './verdict.ts';
import { listText, nameOf } from './wording.ts';

const rule: Rule = {
  id: 'token-from-new-place',
  title: 'a known token or account acted from a new place and published',
  severity: 'high',
  phase: 'initial access',
  amplifier: false,
  wide: true,
  revision: 1,
  looksFor:
    'acts of a token or account from a network (/24, /48) or country, or with a client, that at least 14 days of the same log never showed for it, and a publish within 72 h; a new client alone is medium',
  why: 'a stolen token works from anywhere, and is first used where its owner never was: Shai-Hulud, PostHog (2025), ESLint (2018). Certain where the log names the token, possible where it names the account',
  needs:
    'a log with addresses that begins 14 days before: of the private registry or proxy, the audit log of GitHub with addresses shown; npm itself shows none to its users',
  falsePositives: 'travel, a new provider or machine, a CI that moved',
  limits: {
    history: { value: 14, unit: 'days', meaning: 'how long the log must go back before the new place' },
    window: { value: 72, unit: 'hours', meaning: 'a publish counts within this time after it' },
    changing: { value: 4, unit: 'publishes', meaning: 'places within the history from which on new ones are usual' },
    gap: { value: 2, unit: 'days', meaning: 'parts of a log with less than this between them are one' },
    lookback: { value: 90, unit: 'days', meaning: 'how far back downloads and runs are looked at for the place' },
  },
  judge(view, limits) {
    const places = new Places(view, limits);
    return judgeAccountReleases(view, (publish) => judge(view, publish, places, limits));
  },
  examples: async () => (await import('./token-from-new-place.examples.ts')).default,
};

export default rule;

/** A log notes the answer to a publish up to so long after the time that the registry wrote into its document: microseconds. */
const LATE = 10_000_000;

/** New places of accounts and tokens, each asked for once. */
class Places {
  readonly #view: RuleView;
  readonly #limits: LimitValues;
  readonly #known = new Map<string, readonly Sight[]>();
  readonly #covers = new Map<string, readonly Cover[]>();
  #all: readonly Cover[] | undefined;

  constructor(view: RuleView, limits: LimitValues) {
    this.#view = view;
    this.#limits = limits;
  }

  /** Whether any log goes back so far that a place can be new in it. Where none does, nobody's acts are read. */
  reach(at: number): boolean {
    const { history = 0, window = 0 } = this.#limits;
    this.#all ??= [...new Set(this.#view.files().map(({ format }) => format))]
      .filter((format) => !format.startsWith('npm-'))
      .flatMap((log) => coversOf(this.#view, (format) => format === log, this.#limits['gap'] ?? 0));
    return this.#all.some(({ first, last }) => first <= at - history && last >= at - window);
  }

  /** First sights within the time before a publish; those that downloads explain are no news. */
  of(query: StepQuery, at: number): readonly Sight[] {
    const sights = near(this.#sights({ ...query, actions: NOT_BULK }), at, this.#limits);
    if (!sights.some((sight) => this.#tells(sight))) return [];
    const since = at - (this.#limits['lookback'] ?? 0);
    const all = new Map(
      near(this.#sights({ ...query, since, until: at + LATE }), at, this.#limits).map((one) => [key(one), one]),
    );
    return sights.flatMap((sight) => {
      const same = all.get(key(sight));
      return same === undefined ? [] : [both(sight, same)];
    });
  }

  /** Whether downloads may change what a sight means: not where places always change, or the log is too short. */
  #tells({ at, log, news }: Sight): boolean {
    const cover = this.cover(log, at);
    return news !== 'usual' && cover !== undefined && cover.first <= at - (this.#limits['history'] ?? 0);
  }

  /** The stretch of the log that a moment lies in. */
  cover(log: string, at: number): Cover | undefined {
    const covers = this.#covers.get(log) ?? coversOf(this.#view, (format) => format === log, this.#limits['gap'] ?? 0);
    this.#covers.set(log, covers);
    return coverAt(covers, at);
  }

  #sights(query: StepQuery): readonly Sight[] {
    const { changing = 0, history = 0 } = this.#limits;
    const { accounts, since, tokens } = query;
    const asked = JSON.stringify([accounts, tokens, since]);
    const found = this.#known.get(asked) ?? firstSights(this.#view, query, { changing, history });
    this.#known.set(asked, found);
    return found;
  }
}

function key({ kind, log, value }: Sight): string {
  return JSON.stringify([kind, log, value]);
}

/** What acts show, with what downloads show besides. */
function both(sight: Sight, all: Sight): Sight {
  const news = all.news === 'first' ? sight.news : all.news;
  return { ...sight, since: Math.min(sight.since, all.since), news };
}

function near(sights: readonly Sight[], at: number, { window = 0 }: LimitValues): readonly Sight[] {
  return within(sights, (sight) => sight.at, at - window, at + LATE);
}

function judge(view: RuleView, publish: AccountRelease, places: Places, limits: LimitValues): Judgement {
  const { at } = publish.release;
  if (!places.reach(at)) return unseen(view, publish, places, limits) ?? [];
  const isNews = (sight: Sight): boolean => isStrange(sight, places, limits);
  const byToken = publish.tokens.length === 0 ? [] : places.of({ tokens: publish.tokens }, at).filter(isNews);
  const sights = byToken.length > 0 ? byToken : places.of({ accounts: [publish.account] }, at).filter(isNews);
  if (sights.length > 0) return [finding(view, publish, sights, byToken.length > 0, places)];
  return unseen(view, publish, places, limits) ?? [];
}

/** Whether the log goes back far enough, and knew whoever it is before the time that is looked at. */
function isStrange({ at, log, news, since }: Sight, places: Places, { history = 0, window = 0 }: LimitValues): boolean {
  const cover = places.cover(log, at);
  return news === 'strange' && cover !== undefined && cover.first <= at - history && since < at - window;
}

/** Why silence would mean nothing; nothing where the log of the publish itself could have told. */
function unseen(view: RuleView, publish: AccountRelease, places: Places, { history = 0, window = 0 }: LimitValues) {
  const { account, release } = publish;
  const subject = nameOf(release);
  const logged = release.steps.find((step) => logOf(view, step) !== undefined && placesOf(step).length > 0);
  const log = logged && logOf(view, logged);
  if (log === undefined) return { subject, why: 'no log shows from where it was published', bring: BRING };
  const cover = places.cover(log, release.at);
  if (cover === undefined || cover.first > release.at - history) {
    const days = cover === undefined ? '' : `: ${log} begins ${durationText(release.at - cover.first)} before it`;
    return {
      subject,
      why: `not ${durationText(history)} of history${days}`.replace(/^not (\d+) d /, 'not $1 days '),
      bring: OLDER,
    };
  }
  const fresh = places.of({ accounts: [account] }, release.at).some(({ since, at }) => since >= at - window);
  return fresh ? { subject, why: `${log} does not show ${account} before`, bring: OLDER } : undefined;
}

const BRING =
  'the log of the private registry or proxy, or the audit log of GitHub with addresses; npm support knows the address of each publish';
const OLDER = 'older parts of the same log: rotated files, backups';

function finding(
  view: RuleView,
  publish: AccountRelease,
  sights: readonly Sight[],
  certain: boolean,
  places: Places,
): FindingDraft {
  const { account, release } = publish;
  const first = sights.reduce((a, b) => (b.at < a.at ? b : a));
  const steps = [...new Map(sights.map(({ step }) => [step.id, step])).values()];
  const about = releaseAbout(publish);
  const ips = new Set([...(about.ips ?? []), ...steps.flatMap(({ members: { ip } }) => ip ?? [])]);
  const days = first.at - (places.cover(first.log, first.at)?.first ?? first.at);
  const values = listText([...new Set(sights.map(({ value }) => value))]);
  const who = certain ? `a token of ${account}` : account;
  const networks = new Set(sights.flatMap(({ kind, value }) => (kind === 'network' ? [value] : [])));
  const token = certain ? undefined : tokenFrom(view, publish, networks, first.at);
  if (token !== undefined) steps.push(...token.steps);
  return {
    subject: nameOf(release),
    about: {
      ...about,
      ...(ips.size > 0 && { ips: [...ips] }),
      ...(token !== undefined && { tokens: [...new Set([...(about.tokens ?? []), token.name])] }),
    },
    severity: severityOf(publish, sights),
    certainty: certain || token !== undefined ? 'certain' : 'possible',
    when: { after: first.at, before: first.at },
    fact: `${who} from ${values}, never in ${durationText(days)} of ${first.log} before; published ${afterText(release.at - first.at)}`,
    details: [...tokenText(token, release.at), ...detailsOf(sights, certain, logOf(view, first.step))],
    citations: [release.citation, ...steps.flatMap(({ citations }) => citations)],
    steps: [release.step.id, ...steps.map(({ id }) => id)],
  };
}

/** The token that came from there, where another record than that of the publish names it. */
function tokenText(token: NamedToken | undefined, at: number): readonly string[] {
  if (token === undefined) return [];
  const [step] = token.steps;
  const name = step.members.token_name ?? token.name.slice(0, 19);
  return [`token ${name} was used from there ${durationText(at - step.sort)} before`];
}

function afterText(micros: number): string {
  return micros < 1_000_000 ? 'from there' : `${durationText(micros)} later`;
}

/** A new client alone may be a new machine; a publish from a known network weakens what came before it. */
function severityOf({ release }: AccountRelease, sights: readonly Sight[]): Severity {
  if (sights.every(({ kind }) => kind === 'client')) return 'medium';
  const fresh = new Set(sights.map(({ value }) => value));
  const own = release.steps.flatMap((step) => placesOf(step).filter(([kind]) => kind !== 'client'));
  return own.length > 0 && !own.some(([, value]) => fresh.has(value)) ? 'medium' : 'high';
}

function detailsOf(sights: readonly Sight[], certain: boolean, log: string | undefined): readonly string[] {
  const kinds = [...new Set(sights.map(({ kind, value }) => `new ${kind} ${value}`))];
  if (certain) return kinds;
  return [...kinds, `no record of ${log ?? 'the log'} names the token of the publish itself, only the account`];
}
