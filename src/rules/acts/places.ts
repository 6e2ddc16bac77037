import { ACTIONS, type Action } from '../../core/action.ts';
import type { RuleView, StepQuery } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import { parseUserAgent } from '../../registry/user-agent.ts';
import { logOf } from './files.ts';
import { networkOf } from './network.ts';

const DAY = 86_400_000_000;

export type PlaceKind = 'network' | 'country' | 'client';

/** The first time that a log shows someone at a place. */
export interface Sight {
  readonly kind: PlaceKind;
  readonly value: string;
  readonly at: number;
  readonly step: Step;
  readonly log: string;
  /** When the log first shows whoever it is, microseconds. */
  readonly since: number;
  /** `strange`: other places of the kind had been seen before; `usual`: ever new ones; `first`: none. */
  readonly news: 'strange' | 'usual' | 'first';
}

export interface PlaceLimits {
  /** Places of one kind used within `history`, from which on a new one says nothing. */
  readonly changing: number;
  /** Microseconds. */
  readonly history: number;
}

/**
 * All but downloads and what runs do: of those there may be millions, and they are asked for only where they could
 * explain something.
 */
export const NOT_BULK: readonly Action[] = ACTIONS.filter((action) => !/^(?:artifact|ci)\./.test(action));

/** More acts than these of one account are not looked at, so that one busy machine does not take all the time. */
const MOST_ACTS = 1_000_000;
const MOST_WITH_BULK = 20_000;

/** First sights of all places from which acts came, per log, oldest first. */
export function firstSights(view: RuleView, query: StepQuery, limits: PlaceLimits): readonly Sight[] {
  const logs = new Map<string, Log>();
  const sights: Sight[] = [];
  const most = query.actions === NOT_BULK ? MOST_ACTS : MOST_WITH_BULK;
  let count = 0;
  for (const step of view.query(query)) {
    if (count++ >= most) break;
    if (!isAct(step, query)) continue;
    const name = logOf(view, step);
    const places = name === undefined ? [] : placesOf(step);
    if (name === undefined || places.length === 0) continue;
    const log = logs.get(name) ?? { name, since: step.sort, kinds: new Map() };
    logs.set(name, log);
    for (const place of places) sights.push(...seen(log, place, step, limits));
  }
  return sights;
}

/** Done, at a known time, by the account that is asked for and not upon it. */
function isAct({ bounded, members }: Step, { accounts }: StepQuery): boolean {
  const done = members.outcome === 'success' || members.outcome === 'unknown';
  return bounded === 0 && done && (accounts === undefined || accounts.includes(members.actor ?? ''));
}

type Place = readonly [kind: PlaceKind, value: string];

export function placesOf({ members: { client, country, ip, user_agent } }: Step): readonly Place[] {
  const places: Place[] = [];
  const network = ip === undefined ? undefined : networkOf(ip);
  if (network !== undefined) places.push(['network', network]);
  if (country !== undefined) places.push(['country', country]);
  const program = programOf(user_agent ?? client);
  if (program !== undefined && (network ?? country) !== undefined) places.push(['client', program]);
  return places;
}

/** `npm on linux in github-actions`: without versions, which change all the time. */
function programOf(agent: string | undefined): string | undefined {
  if (agent === undefined) return undefined;
  const { ci, client, os } = parseUserAgent(agent);
  if (client === undefined) return undefined;
  const [name = client] = client.split('/');
  return `${name}${os === undefined ? '' : ` on ${os}`}${ci === undefined ? '' : ` in ${ci}`}`;
}

interface Log {
  readonly name: string;
  readonly since: number;
  readonly kinds: Map<PlaceKind, Places>;
}

/** Places of one kind: when each was last used, and on how many days there was any, or a new one. */
interface Places {
  readonly last: Map<string, number>;
  days: number;
  newDays: number;
  day: number;
  newDay: number;
}

function seen(log: Log, [kind, value]: Place, step: Step, limits: PlaceLimits): readonly Sight[] {
  const places = log.kinds.get(kind) ?? { last: new Map<string, number>(), days: 0, newDays: 0, day: -1, newDay: -1 };
  log.kinds.set(kind, places);
  const isNew = !places.last.has(value);
  const news = places.last.size === 0 ? 'first' : isChanging(places, step.sort, limits) ? 'usual' : 'strange';
  count(places, Math.floor(step.sort / DAY), isNew);
  places.last.set(value, step.sort);
  return isNew ? [{ kind, value, at: step.sort, step, log: log.name, since: log.since, news }] : [];
}

function count(places: Places, day: number, isNew: boolean): void {
  if (places.day !== day) places.days++;
  places.day = day;
  if (!isNew || places.newDay === day) return;
  places.newDay = day;
  places.newDays++;
}

/** Days with acts, from which on it shows whether three of four came from a new place. */
const FEW_DAYS = 3;

/** From here on every new place is expected. */
const MANY = 1000;

/** A hosted runner comes from other addresses each time; so does someone on a train. */
function isChanging({ days, last, newDays }: Places, at: number, { changing, history }: PlaceLimits): boolean {
  if (last.size >= MANY) return true;
  const recent = [...last.values()].filter((time) => time >= at - history);
  if (recent.length >= changing) return true;
  return days >= FEW_DAYS && newDays * 4 >= days * 3;
}
