import { expect } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Out } from '../../src/core/format.ts';
import format from '../../src/formats/verdaccio.ts';
import { parseNaively, readNaively, sampleOf } from './naive.ts';

export function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

export function score(text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

/** A file and its two parts give the same events, but for requests that the border cuts. */
export function expectHalvesAlike(text: string, step = 1): void {
  const lines = text.split('\n').filter((entry) => entry.trim() !== '');
  const whole = read(lines);
  for (let cut = 1; cut < lines.length; cut += step) {
    const parts = [...read(lines.slice(0, cut)), ...read(lines.slice(cut)).map((out) => moved(out, cut))];
    const uncut = whole.filter((out) => {
      const records = recordsOf(out);
      return records.every((record) => record < cut) || records.every((record) => record >= cut);
    });
    const told = new Set(parts.map(digest));
    for (const out of uncut) expect(told).toContain(digest(out));
  }
}

/** Every record is named by some answer. */
export function expectConserved(outs: readonly Out[], count: number): void {
  expect(new Set(outs.flatMap(recordsOf)).size).toBe(count);
}

export function read(lines: readonly string[]): Out[] {
  return readNaively(format, `${lines.join('\n')}\n`);
}

export function recordsOf(out: Out): readonly number[] {
  return out.kind === 'state' ? [] : out.records;
}

function moved(out: Out, by: number): Out {
  return out.kind === 'state' ? out : { ...out, records: out.records.map((record) => record + by) };
}

function digest(out: Out): string {
  return JSON.stringify(out.kind === 'event' ? [out.records, membersOf(out.event)] : out);
}
