import type { FieldRef, SigmaEvent } from '../event.ts';
import { fieldRef } from '../event.ts';
import type { CorrelationRule } from '../model.ts';
import { type Columns, fieldFor } from './columns.ts';
import {
  absenceEpisodes,
  countEpisodes,
  type Episode,
  firstSeenEpisodes,
  orderedEpisodes,
  rulesHold,
  temporalEpisodes,
} from './episodes.ts';
import { gaugeOf } from './gauges.ts';
import type { Moment, SeenEvent } from './seen.ts';
import { Table } from './table.ts';
import type { Texts } from './texts.ts';

/** How many events may take part in all correlations together; shared, and told when it is reached. */
export interface Room {
  rows: number;
}

/** Why a correlation gave up, and what it left out. */
export interface Losses {
  overflow: 'events' | 'values' | undefined;
  /** Events without a value of `group-by`. */
  ungrouped: number;
  /** Events without any time. */
  timeless: number;
}

/** Gathers the events of one correlation, and finds what it looks for among them. */
export class Correlator {
  readonly rule: CorrelationRule;
  readonly columns: Columns;
  readonly table: Table;
  readonly losses: Losses = { overflow: undefined, ungrouped: 0, timeless: 0 };
  readonly #refs: readonly (readonly FieldRef[])[];
  readonly #texts: Texts;
  readonly #room: Room;
  #episodes: readonly Episode[] = [];

  constructor(rule: CorrelationRule, columns: Columns, texts: Texts, room: Room) {
    this.rule = rule;
    this.columns = columns;
    this.table = new Table(columns.length);
    this.#texts = texts;
    this.#room = room;
    this.#refs = rule.grouping.rules.map(({ name }) => columns.map((column) => fieldRef(fieldFor(rule, name, column))));
  }

  get episodes(): readonly Episode[] {
    return this.#episodes;
  }

  /** An event that fits one of the rules. */
  take(stage: number, event: SigmaEvent, seen: SeenEvent, moment: Moment): void {
    if (this.losses.overflow !== undefined) return;
    if (Number.isNaN(moment.at)) {
      this.losses.timeless++;
      return;
    }
    const values: number[] = [];
    for (const ref of this.#refs[stage] ?? []) {
      const id = this.#texts.id(event.field(ref));
      if (id === undefined) {
        this.losses.overflow = 'values';
        return;
      }
      values.push(id);
    }
    this.#add(stage, { at: moment.at, isExact: moment.isExact, seq: seen.seq, tie: tieOf(seen.id), inner: -1 }, values);
  }

  /** What an inner correlation found: one row for each moment at which it held. */
  takeEpisodes(stage: number, inner: Correlator): void {
    const name = this.rule.grouping.rules[stage]?.name ?? '';
    const places = this.columns.map((column) => inner.columns.indexOf(fieldFor(this.rule, name, column)));
    for (const [number, episode] of inner.episodes.entries()) {
      const values = places.map((place) => commonValue(inner.table, episode, place));
      const last = episode.rows.at(-1) ?? 0;
      const isExact = [...episode.rows].every((row) => inner.table.isExact(row));
      for (const at of episode.moments)
        this.#add(stage, { at, isExact, seq: inner.table.seq(last), tie: number, inner: number }, values);
    }
  }

  #add(stage: number, row: Omit<Parameters<Table['add']>[0], 'stage' | 'values'>, values: readonly number[]): void {
    if (this.#room.rows <= 0) {
      this.losses.overflow = 'events';
      return;
    }
    if (values.slice(0, this.rule.grouping.groupBy.length).includes(0)) {
      this.losses.ungrouped++;
      return;
    }
    this.#room.rows--;
    this.table.add({ ...row, stage, values });
  }

  /** Finds the episodes, once all events are in. */
  finish(): void {
    if (this.losses.overflow !== undefined) return;
    const episodes: Episode[] = [];
    for (const rows of this.table.groups(this.rule.grouping.groupBy.length))
      for (const episode of this.#inGroup(rows)) episodes.push(episode);
    this.#episodes = episodes;
  }

  #inGroup(rows: Uint32Array): readonly Episode[] {
    const { body, grouping } = this.rule;
    const names = grouping.rules.map(({ name }) => name);
    switch (body.type) {
      case 'count': {
        const fields = body.measure.of === 'events' ? [] : body.measure.fields;
        const gauge = gaugeOf(body.measure, this.#places(fields), this.table, this.#texts);
        return countEpisodes(this.table, rows, grouping.timespan, body.bounds, gauge);
      }
      case 'temporal':
        return temporalEpisodes(this.table, rows, grouping.timespan, (stages) => rulesHold(body.holds, names, stages));
      case 'ordered':
        return orderedEpisodes(this.table, rows, grouping.timespan, names.length);
      case 'absence':
        return absenceEpisodes(this.table, rows, body.before, body.after);
      case 'first-seen':
        return firstSeenEpisodes(this.table, rows, this.#places(body.fields), body.learn);
    }
  }

  #places(fields: readonly string[]): readonly number[] {
    return fields.map((field) => this.columns.indexOf(field));
  }

  /** Values of `group-by`, by name. */
  group(episode: Episode): readonly (readonly [string, string])[] {
    const [row = 0] = episode.rows;
    return this.rule.grouping.groupBy.map((name, column) => [name, this.#texts.text(this.table.value(row, column))]);
  }
}

/** The value that all events of an episode share; 0 where they do not. */
function commonValue(table: Table, { rows }: Episode, column: number): number {
  const value = table.value(rows[0] ?? 0, column);
  return [...rows].every((row) => table.value(row, column) === value) ? value : 0;
}

/** Eight hex digits of the id, so that events of one moment have the same order on every machine. */
function tieOf(id: string): number {
  const digits = Number.parseInt(id.slice(0, 8), 16);
  return Number.isNaN(digits) ? 0 : digits;
}
