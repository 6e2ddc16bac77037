import type { Out } from '../../core/format.ts';
import { BY_TYPE } from '../nexus-audit.actions.ts';
import type { AuditLine } from './audit-line.ts';
import { type Coordinates, componentOf, tarballOf } from './coordinates.ts';
import { type VersionAct, versionEvent } from './version-event.ts';

/** How long, in log time, lines of one version may lie apart, in microseconds. */
const OPEN_TIME = 60_000_000;
const MOST_OPEN = 10_000;
/** More lines of one version within that time are told apart. */
const MOST_ASSETS = 100;

/** Joins the line about a component with those about its tarball: one publish writes both. */
export class VersionFold {
  /** By what they must share; the longest open first. */
  readonly #open = new Map<string, VersionAct>();

  /** Undefined for a line that is about no version of an npm package. */
  take(line: AuditLine): Out[] | undefined {
    const change = BY_TYPE.get(`${line.domain} ${line.type}`);
    const isComponent = line.domain === 'repository.component';
    const of = isComponent ? componentOf(line) : tarballOf(line);
    if (change === undefined || of === undefined) return undefined;
    const outs = this.expired(line.at.micros);
    const key = keyOf(change, of, line);
    const known = this.#open.get(key);
    const full = known !== undefined && (isComponent ? known.component !== undefined : isFull(known));
    if (full) outs.push(this.#close(key, known));
    const act = this.#open.get(key) ?? this.#start(key, { change, since: line.at.micros, of, assets: [] }, outs);
    if (isComponent) act.component = line;
    else act.assets.push(line);
    if (of.certain) act.of = of;
    return outs;
  }

  /** The acts that no later line can belong to. */
  expired(now: number): Out[] {
    const late: Out[] = [];
    for (const [key, act] of this.#open) {
      if (now - act.since <= OPEN_TIME) break;
      late.push(this.#close(key, act));
    }
    return late;
  }

  end(): Out[] {
    return [...this.#open].map(([key, act]) => this.#close(key, act));
  }

  #start(key: string, act: VersionAct, outs: Out[]): VersionAct {
    const [oldest] = this.#open;
    if (this.#open.size >= MOST_OPEN && oldest !== undefined) outs.push(this.#close(...oldest));
    this.#open.set(key, act);
    return act;
  }

  #close(key: string, act: VersionAct): Out {
    this.#open.delete(key);
    const lines = [act.component, ...act.assets].filter((line) => line !== undefined);
    return { kind: 'event', event: versionEvent(act), records: lines.map(({ number }) => number) };
  }
}

function isFull(act: VersionAct): boolean {
  return act.assets.length >= MOST_ASSETS;
}

function keyOf(change: string, of: Coordinates, { node, initiator }: AuditLine): string {
  const who = [initiator.person.actor, initiator.ip, node];
  return JSON.stringify([change, of.repository, of.package, of.version, ...who.map((part) => part ?? null)]);
}
