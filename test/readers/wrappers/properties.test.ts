import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/core/entry.ts';
import type { Format } from '../../../src/core/format.ts';
import githubAudit from '../../../src/formats/github-audit.ts';
import verdaccio from '../../../src/formats/verdaccio.ts';
import stamped from '../../../src/formats/verdaccio-pretty-timestamped.ts';
import { sniff } from '../../../src/readers/sniff.ts';
import { recognise } from '../../../src/tasks/recognise.ts';
import { ingestInMemory } from '../../support/memory-case.ts';
import { memory, readAll, recordsIn } from '../support/reading.ts';
import { idOf, WRITERS } from './support.ts';

const FORMATS: readonly Format[] = [verdaccio, githubAudit, stamped];
const INCIDENT = 'fixtures/incidents/acme-2026';

function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').filter(Boolean);
}

const LOGS = [
  linesOf(`${INCIDENT}/verdaccio.log`),
  linesOf(`${INCIDENT}/github-audit-acme.ndjson`),
  Array.from({ length: 40 }, (_, i) => [
    `[2026-03-31 00:${10 + i}:01] info <-- 203.0.113.7 requested 'GET /@acme%2fwidget-${i}'`,
    `[2026-03-31 00:${10 + i}:02] http <-- 200, user: alice(203.0.113.7), req: 'GET /@acme%2fwidget-${i}', bytes: 0/${i}`,
  ]).flat(),
];

/** A stretch of a log; long enough to tell its format. */
const log = fc
  .tuple(fc.constantFrom(...LOGS), fc.nat(), fc.integer({ min: 10, max: 60 }))
  .map(([lines, from, length]) => lines.slice(from % (lines.length - 10)).slice(0, length));
const writers = fc.array(fc.constantFrom(...Object.keys(WRITERS)), { minLength: 1, maxLength: 3 });

function wrap(lines: readonly string[], names: readonly string[]): string {
  const [name, ...rest] = names;
  const text = WRITERS[name ?? '']?.(lines) ?? '';
  return rest.length === 0 ? text : wrap(text.split('\n').filter(Boolean), rest);
}

/** What each event says, and by what it is known; not where it stands. */
function said(entries: readonly Entry[]): string[] {
  return entries
    .filter((entry) => entry.entry === 'event')
    .map(({ id, event }) => `${id} ${JSON.stringify(event)}`)
    .sort();
}

async function eventsOf(text: string): Promise<{ readonly format: string | undefined; readonly events: string[] }> {
  const { format, entries } = await ingestInMemory('log', Buffer.from(text), (sample) => recognise(FORMATS, sample));
  return { format: format?.id, events: said(entries) };
}

/** Forms that take one line each can stand in others; a document on many lines cannot. */
function fits(names: readonly string[]): boolean {
  const many = ['cloudwatch', 'syslog in octets', 'splunk in a table'];
  return names.slice(0, -1).every((name) => !many.includes(name)) && levels(names).length <= 3;
}

/** Hits of Elasticsearch hold documents that are wrapped themselves. */
function levels(names: readonly string[]): string[] {
  return names.toReversed().flatMap((name) => (name === 'elastic' ? ['elastic', 'ecs'] : [idOf(name)]));
}

describe('a log in wrappers', () => {
  it('gives the events of the bare log', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(log, writers.filter(fits), async (lines, names) => {
        const bare = await eventsOf(`${lines.join('\n')}\n`);
        fc.pre(bare.format !== undefined);
        const wrapped = wrap(lines, names);
        expect((await sniff(memory(wrapped))).wrappers).toEqual(levels(names));
        expect(await eventsOf(wrapped)).toEqual(bare);
      }),
      { numRuns: 80 },
    );
  });

  it('is the same in chunks of any size, and every record cites entries in which it stands', {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(log, writers.filter(fits), fc.integer({ min: 1, max: 2000 }), async (lines, names, chunk) => {
        const wrapped = wrap(lines, names);
        const sniffed = await sniff(memory(wrapped));
        const items = await readAll(memory(wrapped), 'lines', { sniffed });
        expect(await sniff(memory(wrapped, chunk))).toEqual(sniffed);
        expect(await readAll(memory(wrapped, chunk), 'lines', { sniffed })).toEqual(items);
        expect(items.map((item) => (item.kind === 'record' ? item.record.number : item.number))).toEqual(
          items.map((_, i) => i),
        );
        const records = recordsIn(items);
        expect(records.map(({ text }) => text)).toEqual(lines);
        const ends = records.map(({ at }) => at.end);
        expect(ends).toEqual(ends.toSorted((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  it('that is damaged anywhere throws nothing, and loses no entry', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        log,
        writers.filter(fits),
        fc.nat(),
        fc.string({ maxLength: 9 }),
        async (lines, names, at, junk) => {
          const wrapped = wrap(lines, names);
          const place = at % wrapped.length;
          const damaged = Buffer.from(wrapped.slice(0, place) + junk + wrapped.slice(place + junk.length));
          const sniffed = await sniff(memory(damaged));
          for (const framing of ['lines', 'records'] as const) {
            const items = await readAll(memory(damaged), framing, { sniffed });
            const numbers = items.map((item) => (item.kind === 'record' ? item.record.number : item.number));
            expect(numbers).toEqual(items.map((_, i) => i));
            expect(items.length).toBeGreaterThan(0);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
