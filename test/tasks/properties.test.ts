import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Entry, EventEntry } from '../../src/core/entry.ts';
import type { Format, Sample } from '../../src/core/format.ts';
import type { Json } from '../../src/core/json.ts';
import { mappedFormat } from '../../src/formats/generic-jsonl.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { parseMapping } from '../../src/formats/mapping/mapping.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { recognise } from '../../src/tasks/recognise.ts';
import { ACME, AXIOS, ingest, ingestJson, shown, temporaryFolder } from '../support/cases.ts';
import { type Ingested, ingestInMemory } from '../support/memory-case.ts';
import { DOCUMENTS, MOST_OPEN_ACTS, OPEN_ACTS, OWN_TO_THE_FILE } from '../support/open-acts.ts';
import { needsProgram, seeded, start } from '../support/program.ts';
import { run } from '../support/terminal.ts';

const SLOW = { timeout: 120_000 };
const folder = temporaryFolder();

describe('the order of reading', () => {
  /** The same list in another order, the same one for the same seed. */
  function shuffled<T>(items: readonly T[], random: () => number): T[] {
    return items
      .map((item) => [random(), item] as const)
      .sort(([a], [b]) => a - b)
      .map(([, item]) => item);
  }

  it('makes no difference to what is shown', SLOW, async () => {
    const first = join(folder, 'first.db');
    await ingest(first, AXIOS);
    const story = await shown(first);
    const package_ = await shown(first, '--package', 'axios');
    const collected = join(AXIOS, 'collected.tsv');
    const files = readdirSync(AXIOS).map((name) => join(AXIOS, name));
    const random = seeded(1_414);
    for (let i = 0; i < 4; i++) {
      const db = join(folder, `order-${i}.db`);
      const order = shuffled(files, random);
      if (i % 2 === 0) await ingest(db, ...order);
      else for (const file of order) await ingest(db, file, collected);
      expect((await shown(db)) === story, order.map((file) => basename(file)).join(' ')).toBe(true);
      expect((await shown(db, '--package', 'axios')) === package_, `story, order ${i}`).toBe(true);
    }
  });

  it('twice is once, and the case stays as it was', async () => {
    const db = join(folder, 'twice.db');
    const once = ingestJson(await ingest(db, AXIOS)).foot;
    const bytes = readFileSync(db);
    const twice = ingestJson(await ingest(db, AXIOS)).foot;
    expect([twice.size, twice.root, twice.events]).toEqual([once.size, once.root, 0]);
    expect(readFileSync(db).equals(bytes)).toBe(true);
  });
});

describe('a log and its two halves', () => {
  /** What the ledger says happened, whichever file said it. */
  function eventsIn(db: string): string[] {
    const reader = new CaseReader(db);
    try {
      const entries = Array.from({ length: reader.head().size }, (_, seq) => reader.entry(seq));
      const events = eventsOf(entries).map(({ id, event }) => `${id} ${JSON.stringify(event)}`);
      return events.sort((a, b) => (a < b ? -1 : 1));
    } finally {
      reader.close();
    }
  }

  /** Line numbers where no request is open: each is announced once and answered twice. */
  function betweenRequests(lines: readonly string[]): number[] {
    let open = 0;
    return lines.flatMap((line, i) => {
      const isBetween = open === 0;
      if (line.includes('"req":{')) open += 2;
      else if (line.includes('"request":{')) open -= 1;
      return isBetween && i > 0 ? [i] : [];
    });
  }

  it.each([
    ['github-audit-acme.ndjson', (lines: readonly string[]) => lines.map((_, i) => i).slice(1)],
    ['verdaccio.log', betweenRequests],
  ])('give the same events: %s', SLOW, async (name, borders) => {
    const text = readFileSync(join(ACME, name), 'utf8');
    const lines = text.split(/(?<=\n)/);
    const whole = join(folder, `${name}.db`);
    await ingest(whole, join(ACME, name));
    const expected = eventsIn(whole);
    expect(expected.length).toBeGreaterThan(30);
    const random = seeded(22);
    const all = borders(lines);
    expect(all.length).toBeGreaterThan(20);
    for (let i = 0; i < 8; i++) {
      const border = all[Math.floor(random() * all.length)] ?? 1;
      const halves = [lines.slice(0, border), lines.slice(border)].map((half, n) => {
        const path = join(folder, `${i}-${n}-${name}`);
        writeFileSync(path, half.join(''));
        return path;
      });
      const db = join(folder, `${name}-${i}.db`);
      await ingest(db, ...halves);
      expect(eventsIn(db), `split before line ${border + 1}`).toEqual(expected);
    }
  });
});

function eventsOf(entries: readonly Entry[]): EventEntry[] {
  return entries.filter((entry) => entry.entry === 'event');
}

interface Fixture {
  readonly format: string;
  readonly label: string;
  readonly name: string;
  readonly bytes: Buffer;
  /** The mapping that it is to be read by. */
  readonly mapping?: Json;
}

const FIXTURES = 'fixtures/formats';

function fixturesOf(format: string): Fixture[] {
  return readdirSync(join(FIXTURES, format)).map((label) => {
    const at = join(FIXTURES, format, label);
    const input = readdirSync(at).find((name) => name.startsWith('input')) ?? '';
    const options = join(at, 'options.json');
    const { name = input } = existsSync(options)
      ? (JSON.parse(readFileSync(options, 'utf8')) as { name?: string })
      : {};
    const fixture = { format, label, name, bytes: readFileSync(join(at, input)) };
    const mapping = join(at, 'mapping.json');
    return existsSync(mapping) ? { ...fixture, mapping: JSON.parse(readFileSync(mapping, 'utf8')) as Json } : fixture;
  });
}

/** Differences of an event from the one of the whole file that is most like it: names of members. */
function differences({ event }: EventEntry, whole: readonly EventEntry[]): readonly string[] {
  const members = Object.entries(event);
  const all = whole.map(({ event: other }) => {
    const others = new Map(Object.entries(other).map(([name, value]) => [name, JSON.stringify(value)]));
    return members.filter(([name, value]) => others.get(name) !== JSON.stringify(value)).map(([name]) => name);
  });
  return all.sort((a, b) => a.length - b.length)[0] ?? ['everything'];
}

/** What is wrong with the reading of a file that was cut off; nothing is expected. */
function faults(cut: Ingested, whole: Ingested, format: string): string[] {
  const found: string[] = [];
  const known = new Set(eventsOf(whole.entries).map(({ event }) => JSON.stringify(event)));
  const ids = new Set(eventsOf(whole.entries).map(({ id }) => id));
  const isDocument = DOCUMENTS.has(format);
  const others = eventsOf(cut.entries).filter(({ event }) => !known.has(JSON.stringify(event)));
  const renamed = eventsOf(cut.entries).filter(({ id }) => !ids.has(id) && !OWN_TO_THE_FILE.has(format));
  const open = new Set([...others, ...renamed]).size;
  if (!isDocument && open > (OPEN_ACTS[format] === undefined ? 0 : MOST_OPEN_ACTS)) found.push(`${open} other events`);
  for (const entry of others) {
    const other = differences(entry, eventsOf(whole.entries));
    const wrong = other.filter((name) => !(OPEN_ACTS[format] ?? []).includes(name));
    if (wrong.length > 0) found.push(`says otherwise: ${wrong.join()} in ${JSON.stringify(entry.event)}`);
    if (other.includes('outcome') && entry.event.outcome === 'success') found.push('claims a success');
  }
  const problems = ({ entries }: Ingested): number => entries.filter(({ entry }) => entry === 'problem').length;
  const more = problems(cut) - problems(whole);
  if (more > (isDocument ? 3 : 1)) found.push(`${more} more problems`);
  return found;
}

describe.each(readdirSync(FIXTURES))('evidence that is cut off anywhere: %s', (id) => {
  it.each(fixturesOf(id))('$label says nothing else than the whole', SLOW, async ({ name, bytes, mapping }) => {
    const known = FORMATS.find((format) => format.id === id);
    const own = mapping === undefined ? known : mappedFormat(parseMapping(mapping, id));
    const asRecognised = (sample: Sample): Format | undefined => recognise(FORMATS, sample);
    const asOwn = (): Format | undefined => own;
    const recognised = await ingestInMemory(name, bytes, asRecognised);
    const chosen = recognised.format === own ? asRecognised : asOwn;
    const whole = recognised.format === own ? recognised : await ingestInMemory(name, bytes, asOwn);
    const random = seeded(60 + bytes.length);
    for (let i = 0; i < 60; i++) {
      const at = Math.floor(random() * bytes.length);
      const cut = await ingestInMemory(name, bytes.subarray(0, at), chosen);
      expect(faults(cut, whole, id), `cut at byte ${at}`).toEqual([]);
    }
  });
});

describe('the computer it runs on', () => {
  beforeAll(needsProgram);

  it('makes no difference: zone, language', SLOW, async () => {
    const told = await Promise.all(
      [
        { TZ: 'UTC', LC_ALL: 'C', LANG: 'C' },
        { TZ: 'Asia/Tokyo', LC_ALL: 'de_DE.UTF-8', LANG: 'de_DE.UTF-8' },
        { TZ: 'America/St_Johns', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' },
      ].map(async (env, i) => {
        const db = join(folder, `place-${i}.db`);
        const fixed = '--recorded-at 2026-04-01T00:00:00Z --origin case-test --now 2026-04-02T00:00:00Z';
        const texts: string[] = [];
        for (const command of [
          ['ingest', AXIOS, ACME, ...fixed.split(' ')],
          ['show', '--json'],
          ['show', '--package', '@acme/widget'],
          ['show', '--format', 'csv'],
          ['show', '--since', '2026-06-09T03:00', '--until', '2026-06-09T04:00', '--json'],
          ['evidence'],
          ['verify', '--allow-unanchored'],
        ]) {
          const { exitCode, stdout, stderr } = await start([...command, '--db', db], { ...env, COLUMNS: '100' }).ended;
          texts.push(`${command.join(' ')}: ${exitCode}\n${stderr}${stdout}`);
        }
        return texts.join('\n').replaceAll(db, 'case.db');
      }),
    );
    const [first = '', ...others] = told;
    expect(first.length).toBeGreaterThan(50_000);
    for (const other of others) expect(other === first, firstDifference(other, first)).toBe(true);
  });

  function firstDifference(a: string, b: string): string {
    const at = [...a].findIndex((character, i) => character !== b[i]);
    return `${a.slice(at - 200, at + 100)}\n--- instead of ---\n${b.slice(at - 200, at + 100)}`;
  }
});

describe('a screen', () => {
  /** What a terminal obeys, or does not draw: controls but the line feed, and characters of direction. */
  const RAW = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u;

  it('has no raw control characters, whatever the evidence holds', SLOW, async () => {
    const evidence = join(folder, 'hostile');
    mkdirSync(evidence);
    for (const format of readdirSync(FIXTURES)) {
      for (const { label, name, bytes } of fixturesOf(format)) {
        if (/hostile|damage|wrong|coloured/.test(label))
          writeFileSync(join(evidence, `${format}-${label}-${name.replaceAll('/', '-')}`), bytes);
      }
    }
    for (const name of readdirSync(ACME)) copyFileSync(join(ACME, name), join(evidence, name));
    writeFileSync(join(evidence, 'name\u001b[31m\u202e.json'), '{"a\u001b]8;;x\u0007\u202e":"\u0085"}');
    const db = join(folder, 'hostile.db');
    const env = { NO_COLOR: '1' };
    const screens = [await run(['ingest', evidence, '--db', db, '--assume-tz', 'Z'], { columns: 100, env })];
    for (const columns of [80, 140]) {
      for (const command of [['show'], ['show', '--raw'], ['evidence'], ['verify']]) {
        screens.push(await run([...command, '--db', db], { columns, env }));
      }
    }
    const { rows } = JSON.parse((await run(['evidence', '--json', '--db', db])).stdout) as {
      rows: readonly { sha256: string }[];
    };
    expect(rows.length).toBeGreaterThan(20);
    for (const { sha256 } of rows) screens.push(await run(['evidence', sha256, '--db', db], { columns: 100, env }));
    for (const { stdout, stderr } of screens) {
      const bad = `${stdout}${stderr}`.split('\n').filter((line) => RAW.test(line));
      expect(bad.slice(0, 3)).toEqual([]);
    }
  });
});
