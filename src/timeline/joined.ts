import { compareSteps, type Step, stepWith } from '../core/step.ts';
import { joinSteps } from './join-steps.ts';
import { auditAndWebhook } from './joins/audit-and-webhook.ts';
import { clientAndServer } from './joins/client-and-server.ts';
import { halvesOfARequest } from './joins/halves-of-a-request.ts';
import type { Join, Whole } from './joins/join.ts';
import { onePublishOfAVersion } from './joins/one-publish-of-a-version.ts';
import { publishOfAVersion } from './joins/publish-of-a-version.ts';
import { requestsOfAnUnpublish } from './joins/requests-of-an-unpublish.ts';
import { sameRequest } from './joins/same-request.ts';
import { stateOfAnAct } from './joins/state-of-an-act.ts';

/** Where several put one act together, the first decides which record is better. */
const JOINS: readonly Join[] = [
  clientAndServer,
  sameRequest,
  auditAndWebhook,
  halvesOfARequest,
  publishOfAVersion,
  onePublishOfAVersion,
  requestsOfAnUnpublish,
  stateOfAnAct,
];

/** Microseconds in which the records of one act lie, and how many acts wait for more of them. */
const WINDOW = 60_000_000;
const OPEN = 10_000;

/** Closed acts that are let go of at a time. */
const LET_GO = 500;

/**
 * Acts that wait under one key. Where there are more (a crowd fetching one package from one address), a record could
 * belong to many of them: none is put together under that key, and none is compared.
 */
const CROWD = 64;

/** A step with the keys under which it may meet others. */
interface Keyed {
  readonly step: Step;
  readonly keys: ReadonlyMap<Join, string>;
}

/** Records that may be one act. Those of one piece of evidence never are: its format has said so. */
interface Group {
  readonly first: Step;
  readonly parts: Keyed[];
  readonly evidence: Set<string>;
  readonly keys: Set<string>;
  readonly joins: Set<Join>;
  /** Whether one of its records is what a machine says of itself. */
  client: boolean;
  /** Another record could stand in the place of one of these, and would name somebody else. */
  contested: boolean;
}

/**
 * The steps of a timeline, with those that tell of one act put together. Takes and gives them in order, holds a
 * minute of them at most.
 */
export function* joined(steps: Iterable<Step>, whole: Whole): Generator<Step> {
  const joining = new Joining(whole);
  for (const step of steps) {
    yield* joining.closedBefore(step);
    joining.add(step);
  }
  yield* joining.rest();
}

class Joining {
  /** In the order of their first steps. */
  #open: Group[] = [];
  #done = 0;
  readonly #byKey = new Map<string, Group[]>();
  /** Joined, but not yet before all that is open. */
  #ready: Step[] = [];
  readonly #whole: Whole;

  constructor(whole: Whole) {
    this.#whole = whole;
  }

  add(step: Step): void {
    const keyed: Keyed = { step, keys: mayJoin(step) ? keysOf(step) : new Map() };
    const near = new Set([...keyed.keys].flatMap(([join, key]) => this.#near(nameOf(join, key))));
    const group = this.#chosen(keyed, near) ?? this.#begin(step);
    this.#take(group, keyed);
    for (const other of near) {
      if (other !== group) contest(group, other, this.#whole);
    }
  }

  #near(name: string): readonly Group[] {
    const same = this.#byKey.get(name);
    return same === undefined || same.length >= CROWD ? [] : same;
  }

  /** A guess between several is none. */
  #chosen(keyed: Keyed, near: ReadonlySet<Group>): Group | undefined {
    const fitting = [...near].flatMap((group) => {
      const joins = this.#joinsOf(group, keyed);
      return joins === undefined ? [] : [{ group, joins }];
    });
    const sure = fitting.find(({ joins }) => ![...joins].some(({ isContested }) => isContested !== undefined));
    const found = sure ?? (fitting.length === 1 ? fitting[0] : undefined);
    for (const join of found?.joins ?? []) found?.group.joins.add(join);
    return found?.group;
  }

  #begin(first: Step): Group {
    const group: Group = {
      first,
      parts: [],
      evidence: new Set(),
      keys: new Set(),
      joins: new Set(),
      client: false,
      contested: false,
    };
    this.#open.push(group);
    return group;
  }

  #take(group: Group, keyed: Keyed): void {
    group.parts.push(keyed);
    group.client ||= isClient(keyed);
    for (const { evidence } of keyed.step.citations) group.evidence.add(evidence);
    for (const [join, key] of keyed.keys) {
      const name = nameOf(join, key);
      if (group.keys.has(name)) continue;
      const same = this.#byKey.get(name);
      if (same !== undefined && same.length >= CROWD) continue;
      group.keys.add(name);
      if (same === undefined) this.#byKey.set(name, [group]);
      else same.push(group);
    }
  }

  /** What no later step can become part of. */
  *closedBefore(step: Step): Generator<Step> {
    for (let group = this.#open[this.#done]; group !== undefined; group = this.#open[this.#done]) {
      const waits = group.keys.size > 0 && this.#open.length - this.#done <= OPEN;
      if (waits && step.sort - group.first.sort <= WINDOW) break;
      this.#close(group);
      this.#done++;
    }
    if (this.#done > LET_GO) {
      this.#open = this.#open.slice(this.#done);
      this.#done = 0;
    }
    yield* this.#readyBefore(this.#open[this.#done]?.first ?? step);
  }

  *rest(): Generator<Step> {
    for (const group of this.#open.slice(this.#done)) this.#close(group);
    this.#open = [];
    yield* this.#ready.sort(compareSteps);
  }

  /** By what a step is one act with each of a group; undefined: it is not. */
  #joinsOf(group: Group, { step, keys }: Keyed): Set<Join> | undefined {
    if (step.citations.some(({ evidence }) => group.evidence.has(evidence))) return undefined;
    const joins = new Set<Join>();
    for (const part of group.parts) {
      const join = JOINS.find(
        (each) =>
          keys.has(each) && keys.get(each) === part.keys.get(each) && each.isOneAct(part.step, step, this.#whole),
      );
      if (join === undefined) return undefined;
      joins.add(join);
    }
    return joins;
  }

  #close(group: Group): void {
    for (const key of group.keys) {
      const left = this.#byKey.get(key)?.filter((other) => other !== group) ?? [];
      if (left.length === 0) this.#byKey.delete(key);
      else this.#byKey.set(key, left);
    }
    for (const parts of group.contested ? withoutClients(group) : [group.parts])
      this.#ready.push(this.#asOne(parts, group));
  }

  #asOne(parts: readonly Keyed[], { joins }: Group): Step {
    const [first] = parts as readonly [Keyed];
    if (parts.length === 1) return first.step;
    const steps = parts.map(({ step }) => stepWith(step, { members: this.#whole(step) }));
    const clients = parts.some(isClient);
    const used = JOINS.filter((join) => joins.has(join) && (clients || join.isClient === undefined));
    return joinSteps(steps, used);
  }

  *#readyBefore(first: Step): Generator<Step> {
    if (this.#ready.length === 0) return;
    if (this.#ready.length > 1) this.#ready.sort(compareSteps);
    const end = this.#ready.findIndex((step) => compareSteps(step, first) >= 0);
    yield* end === -1 ? this.#ready.splice(0) : this.#ready.splice(0, end);
  }
}

function keysOf({ members }: Step): Map<Join, string> {
  const keys = JOINS.map((join) => [join, join.key(members)] as const);
  return new Map(keys.filter((entry): entry is readonly [Join, string] => entry[1] !== undefined));
}

function nameOf({ id }: Join, key: string): string {
  return `${id} ${key}`;
}

/** Of what a run of npm did the start of the run is known, of what a document shows a range; all else needs its time. */
function mayJoin({ bounded, members }: Step): boolean {
  if (bounded === 0) return true;
  return members.not_after === undefined ? members.basis === 'log_window' : members.grade === 'derived';
}

/** Notes where what a client says in one of two groups could as well belong to the other. */
function contest(group: Group, other: Group, whole: Whole): void {
  if (group.client === other.client) return;
  const [claimed, rivals] = group.client ? [group, other.parts] : [other, group.parts];
  const counterparts = claimed.parts.filter((part) => !isClient(part));
  claimed.contested ||= claimed.parts
    .filter(isClient)
    .some((client) => rivals.some((rival) => counterparts.some((part) => isContested(client, part, rival, whole))));
}

function isContested(client: Keyed, part: Keyed, rival: Keyed, whole: Whole): boolean {
  return JOINS.some(
    (join) =>
      client.keys.has(join) &&
      client.keys.get(join) === rival.keys.get(join) &&
      join.isContested?.(client.step, part.step, rival.step, whole),
  );
}

function isClient({ step }: Keyed): boolean {
  return JOINS.some((join) => join.isClient?.(step.members) === true);
}

/** What servers say stays together; what machines say of themselves stands alone. */
function withoutClients({ parts }: Group): (readonly Keyed[])[] {
  const servers = parts.filter((part) => !isClient(part));
  return [...(servers.length > 0 ? [servers] : []), ...parts.filter(isClient).map((part) => [part])];
}
