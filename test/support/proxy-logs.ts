import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Context, Format, Out } from '../../src/core/format.ts';
import { parseNaively, readNaively, sampleOf } from './naive.ts';

export function score(format: Format, text: string): number {
  return format.recognise(sampleOf(parseNaively(text)));
}

export function fixture(id: string, name: string): string {
  return readFileSync(`fixtures/formats/${id}/${name}/input.log`, 'utf8');
}

export function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

/** The only event of one line. */
export function onlyEvent(format: Format, line: string, context: Partial<Context> = {}): EventMembers {
  const [event, ...more] = eventsOf(readNaively(format, `${line}\n`, context));
  if (event === undefined || more.length > 0) throw new Error(`not one event: ${line}`);
  return event;
}

/** The only problem of one line. */
export function onlyProblem(format: Format, line: string): string | undefined {
  const [out, ...more] = readNaively(format, `${line}\n`);
  return out?.kind === 'problem' && more.length === 0 ? out.code : undefined;
}

/** Every record is named by some answer. */
export function expectConserved(outs: readonly Out[], count: number): void {
  const named = outs.flatMap((out) => (out.kind === 'state' ? [] : out.records));
  expect(new Set(named).size).toBe(count);
}

/** Whatever a log holds twice, in whatever order: no line is lost, and nothing is thrown. */
export function expectSturdy(format: Format, text: string): void {
  const isRecord = (line: string): boolean => (format.framing === 'lines' ? line.trim() !== '' : line.startsWith('{'));
  const lines = text.split('\n').filter(isRecord);
  for (let seed = 1; seed < 20; seed++) {
    const order = lines.map((line, n) => ({ line, key: (Math.imul(n + 1, 2_654_435_761) * seed) >>> 8 }));
    const shuffled = [...order].sort((a, b) => a.key - b.key).map(({ line }) => line);
    const outs = readNaively(format, [...shuffled, ...lines].join('\n'), { assumeTz: '+00:00' });
    expectConserved(outs, lines.length * 2);
  }
  for (const line of lines) {
    for (let cut = 1; cut < line.length; cut += 7) {
      const records = parseNaively(line.slice(0, cut)).shape === 'empty' ? 0 : 1;
      if (format.framing === 'lines') expectConserved(readNaively(format, line.slice(0, cut)), records);
    }
  }
}
