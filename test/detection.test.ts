import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../src/core/entry.ts';
import type { Format, Sample } from '../src/core/format.ts';
import { FORMATS } from '../src/formats/index.ts';
import { discover } from '../src/readers/discover.ts';
import { sniff } from '../src/readers/sniff.ts';
import type { Source } from '../src/readers/source.ts';
import { recognise, recogniseInside } from '../src/tasks/recognise.ts';
import { memory } from './readers/support/reading.ts';
import { ingest, ingestJson, temporaryFolder } from './support/cases.ts';
import { cutFaults } from './support/cut.ts';
import { ingestAs, ingestInMemory } from './support/memory-case.ts';
import { seeded } from './support/program.ts';

/** Files are known by what stands in them: not by their names, and not by how they come. */
const FOLDERS = ['fixtures/formats', 'fixtures/wrappers', 'fixtures/incidents', '../shared/samples'];
const NOTES = /^(?:expected\..*|options\.json|sources\.txt|about\.md|collected\.tsv)$/;
const FULL = process.env['FULL'] === '1';
const CUTS = FULL ? 100 : 3;
const SLOW = { timeout: 30 * 60_000 };
const folder = temporaryFolder();

const FILES = FOLDERS.filter((each) => existsSync(each)).flatMap((each) =>
  readdirSync(each, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => join(each, name))
    .filter((path) => statSync(path).isFile() && !NOTES.test(basename(path))),
);

const byContent = (sample: Sample): Format | undefined => recognise(FORMATS, sample);

/** Format of a fixture: that of its folder. */
function ownFormat(path: string): Format | undefined {
  return path.startsWith('fixtures/formats') ? FORMATS.find(({ id }) => id === path.split(/[\\/]/)[2]) : undefined;
}

/** The name that a fixture says it had. */
function nameOf(path: string): string {
  const options = join(dirname(path), 'options.json');
  const { name } = existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as { name?: string }) : {};
  return name ?? basename(path);
}

/** Formats of which the content alone says too little, so that `--as` or a mapping must say what it is. */
const SAYS_TOO_LITTLE: ReadonlyMap<string, string> = new Map([
  ['generic-jsonl', 'any JSON, one object a line'],
  ['npm-team', 'a list of names, whatever they are'],
]);

async function formatOf(source: Source): Promise<Format | undefined> {
  return recogniseInside(FORMATS, await sniff(source))?.format;
}

describe('a format', () => {
  it('is known by content, if that says enough, and never taken for another', SLOW, async () => {
    const known = new Set<string>();
    const others: string[] = [];
    for (const path of FILES) {
      const own = ownFormat(path);
      const format = await formatOf(memory(readFileSync(path)));
      if (format === undefined || own === undefined) continue;
      if (format === own) known.add(own.id);
      else others.push(`${path}: ${format.id}`);
    }
    expect(others).toEqual([]);
    const withFixtures = FORMATS.filter(({ id }) => existsSync(join('fixtures/formats', id)));
    const unknown = withFixtures.filter(({ id }) => !known.has(id) && !SAYS_TOO_LITTLE.has(id));
    expect(unknown.map(({ id }) => id)).toEqual([]);
  });
});

/**
 * Files whose name says more than their content; the format is the same all the same. `package.json` is one of a
 * tarball only where the path says so, the log of a step has its job in the name of its folder, and an npm debug log or
 * a snapshot its time: `x.bin` gives the same format, with less in its events.
 */
describe('a file with another name', () => {
  const copies = ['named', 'renamed'].map((folder_) => join(folder, folder_));

  it('is the same', SLOW, async () => {
    for (const [i, path] of FILES.entries()) {
      const bytes = readFileSync(path);
      for (const [root, name] of [
        [copies[0] ?? '', basename(path)],
        [copies[1] ?? '', 'x.bin'],
      ] as const) {
        const at = join(root, String(i).padStart(4, '0'));
        mkdirSync(at, { recursive: true });
        writeFileSync(join(at, name), bytes);
      }
    }
    const [named = [], renamed = []] = await Promise.all(copies.map(formatsIn));
    expect(named.length).toBeGreaterThan(FILES.length / 2);
    expect(renamed).toEqual(named);
  });

  /** Number of the file, format and wrappers, for each row; archives give several. */
  async function formatsIn(root: string): Promise<string[]> {
    const { rows } = ingestJson(await ingest(`${root}.db`, root, '--assume-tz', 'Z'));
    return rows.map(({ name, format }) => `${/\d{4}(?=[\\/])/.exec(name.slice(root.length))?.[0]} ${format}`);
  }

  it('is the same from a stream', SLOW, async () => {
    for (const path of FILES) {
      const bytes = readFileSync(path);
      const found = await discover(['-'], { cwd: '.', stdin: Readable.from([bytes]) });
      const [file] = found.files;
      const format = file === undefined ? undefined : await formatOf(file.source);
      found.dispose();
      expect([path, format?.id]).toEqual([path, (await formatOf(memory(bytes)))?.id]);
    }
  });
});

/** What the receipt says that the evidence is wrapped in. */
function wrappersOf(entries: readonly Entry[]): string {
  const [receipt] = entries;
  return receipt?.entry === 'evidence' ? JSON.stringify(receipt.options['wrappers'] ?? []) : '';
}

/**
 * Each file cut anywhere is read as what it was, whether or not that still shows: nothing is said that the whole does not say.
 * Where too little is left to show the wrapper, the file is no evidence to be read as anything.
 */
describe('a file that is cut off anywhere', () => {
  it.each(FILES)('%s', SLOW, async (path) => {
    const bytes = readFileSync(path);
    const name = nameOf(path);
    const recognised = await ingestInMemory(name, bytes, byContent);
    const format = recognised.format ?? ownFormat(path);
    const random = seeded(100 + bytes.length);
    const whole = recognised.format === undefined && format ? await ingestAs(name, bytes, format) : recognised;
    for (let i = 0; i < CUTS; i++) {
      const at = Math.floor(random() * bytes.length);
      const part = bytes.subarray(0, at);
      const cut =
        format === undefined ? await ingestInMemory(name, part, byContent) : await ingestAs(name, part, format);
      const isSame = format !== undefined && wrappersOf(cut.entries) === wrappersOf(whole.entries);
      expect(isSame ? cutFaults(cut.entries, whole.entries, format) : [], `cut at byte ${at}`).toEqual([]);
    }
  });
});

describe('a wrapped file that is cut off', () => {
  const wrapped = FILES.filter((path) => path.startsWith(join('fixtures', 'wrappers')));
  const inside = async (bytes: Buffer) => recogniseInside(FORMATS, await sniff(memory(bytes)));

  it.each(wrapped)('behind its first entries is still known by its wrapper: %s', SLOW, async (path) => {
    const bytes = readFileSync(path);
    const [whole, cut] = [await inside(bytes), await inside(bytes.subarray(0, Math.floor(bytes.length * 0.75)))];
    expect(cut?.format.id).toBe(whole?.format.id);
    expect(cut?.sniffed.wrappers).toEqual(whole?.sniffed.wrappers);
  });

  it('has one problem, though several pieces wait for their end', async () => {
    const piece = (stream: string, logtag: string, log: string): string =>
      `${JSON.stringify({ date: 1774917600.1, log, stream, logtag, kubernetes: { pod_id: '0a' } })}\n`;
    const whole = readFileSync('fixtures/wrappers/fluent-bit/input.json', 'utf8').split('\n').slice(0, 3).join('\n');
    const lines = [
      piece('stdout', 'P', 'http <-- 201, '),
      piece('stderr', 'P', 'warn --- '),
      piece('stdout', 'F', 'x'),
    ];
    const text = `${whole}\n${lines.join('')}`;
    for (const less of [1, 20, 60]) {
      const { entries } = await ingestInMemory('x.json', Buffer.from(text.slice(0, -1 - less)), byContent);
      const problems = entries.filter(({ entry }) => entry === 'problem');
      expect(problems).toMatchObject([{ code: 'cut-in-record' }]);
      expect(entries.at(-1)).toMatchObject({ problems: 1, counts: { problem: 1, folded: 3 } });
    }
  });

  it('is read up to there: the event history of CloudTrail', async () => {
    const page = readFileSync('fixtures/formats/aws-cloudtrail/lookup-events/input.json', 'utf8');
    const cut = Buffer.from(page.slice(0, page.lastIndexOf('EventId') + 20));
    const { format, entries } = await ingestInMemory('x.json', cut, byContent);
    expect(format?.id).toBe('aws-cloudtrail');
    expect(entries.filter(({ entry }) => entry === 'event')).toHaveLength(1);
    expect(entries.filter(({ entry }) => entry === 'problem')).toMatchObject([{ code: 'cut-in-record' }]);
  });
});
