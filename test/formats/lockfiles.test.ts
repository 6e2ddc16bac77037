import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import type { Context, Format, Out } from '../../src/core/format.ts';
import bun from '../../src/formats/bun-lock.ts';
import { FORMATS } from '../../src/formats/index.ts';
import npm from '../../src/formats/npm-lock.ts';
import pnpm from '../../src/formats/pnpm-lock.ts';
import berry from '../../src/formats/yarn-berry-lock.ts';
import yarn from '../../src/formats/yarn-lock.ts';
import { readText } from '../readers/support/reading.ts';
import { parseNaively, readNaively, recordsOf, sampleOf } from '../support/naive.ts';

const LOCKFILES = [bun, npm, pnpm, berry, yarn];
const FIXTURES = 'fixtures/formats';

function scores(text: string): (readonly [string, number])[] {
  const sample = sampleOf(parseNaively(text));
  return FORMATS.map(({ id, recognise }) => [id, recognise(sample)] as const).filter(([, score]) => score > 0);
}

function eventsOf(outs: readonly Out[]): EventMembers[] {
  return outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
}

function problemsOf(outs: readonly Out[]): string[] {
  return outs.flatMap((out) => (out.kind === 'problem' ? [out.message] : []));
}

function read(format: Format, text: string, context: Partial<Context> = {}): EventMembers[] {
  return eventsOf(readNaively(format, text, context));
}

/** `name@version` of each event, or the name alone. */
function locked(format: Format, text: string): string[] {
  return read(format, text).map(({ package: name, version }) =>
    version === undefined ? `${name}` : `${name}@${version}`,
  );
}

function fixture(format: string, name: string, ext: string): string {
  return readFileSync(`${FIXTURES}/${format}/${name}/input.${ext}`, 'utf8');
}

const TYPICAL: readonly (readonly [Format, string])[] = [
  [npm, fixture('npm-lock', 'version-1', 'json')],
  [npm, fixture('npm-lock', 'version-2-says-it-twice', 'json')],
  [npm, fixture('npm-lock', 'version-3', 'json')],
  [npm, fixture('npm-lock', 'hidden', 'json')],
  [npm, fixture('npm-lock', 'hostile', 'json')],
  [yarn, fixture('yarn-lock', 'typical', 'lock')],
  [yarn, fixture('yarn-lock', 'merge-conflict', 'lock')],
  [yarn, fixture('yarn-lock', 'hostile', 'lock')],
  [berry, fixture('yarn-berry-lock', 'typical', 'lock')],
  [berry, fixture('yarn-berry-lock', 'hostile', 'lock')],
  [pnpm, fixture('pnpm-lock', 'version-5-0', 'yaml')],
  [pnpm, fixture('pnpm-lock', 'version-5-4', 'yaml')],
  [pnpm, fixture('pnpm-lock', 'version-6', 'yaml')],
  [pnpm, fixture('pnpm-lock', 'version-9', 'yaml')],
  [pnpm, fixture('pnpm-lock', 'hostile', 'yaml')],
  [bun, fixture('bun-lock', 'typical', 'lock')],
  [bun, fixture('bun-lock', 'over-several-lines', 'lock')],
  [bun, fixture('bun-lock', 'hostile', 'lock')],
];

describe('recognition', () => {
  it.each(
    TYPICAL.map(([{ id }, text], i) => [id, i, text] as const),
  )('of %s (%i) is that of one format', (id, _, text) => {
    const found = scores(text);
    expect(found.map(([name]) => name)).toEqual([id]);
    expect(found[0]?.[1]).toBeGreaterThanOrEqual(80);
  });

  it.each([
    ['a project', '{"name":"shop","version":"1.0.0","dependencies":{"left":"^1.0.0"}}'],
    ['a version that is no number', '{"lockfileVersion":"3","packages":{}}'],
    ['some YAML', 'dependencies:\n  left: 1.0.0\n'],
    ['a chart', 'dependencies:\n- name: left\n  version: 1.0.0\n'],
    ['a compose file', 'version: "3"\nservices:\n  web:\n    image: web\n'],
    ['prose', 'yarn.lock is kept in the repository:\n  version "1"\n'],
    ['nothing', ''],
  ])('refuses %s', (_, text) => {
    const sample = sampleOf(parseNaively(text));
    expect(LOCKFILES.filter((format) => format.recognise(sample) > 0).map(({ id }) => id)).toEqual([]);
  });

  it('finds pieces without their beginning', () => {
    expect(scores('left@^1.0.0:\n  version "1.0.1"\n')).toEqual([['yarn-lock', 60]]);
    expect(scores('"left@npm:^1.0.0":\n  version: 1.0.1\n  resolution: "left@npm:1.0.1"\n')).toEqual([
      ['yarn-berry-lock', 60],
    ]);
    const long = Array.from({ length: 120 }, (_, i) => `      left-${i}: ^1.0.0`).join('\n');
    expect(scores(`importers:\n  packages/a:\n    specifiers:\n${long}\nlockfileVersion: 5.1\n`)).toEqual([
      ['pnpm-lock', 50],
    ]);
    expect(scores('packages:\n  /left/1.0.1:\n    dev: false\n')).toEqual([['pnpm-lock', 50]]);
  });

  it('tells a bun.lock that happens to be JSON from a package-lock.json', () => {
    const text =
      '{"lockfileVersion":1,"overrides":{},"workspaces":{"":{}},"packages":{"left":["left@1.0.1","",{},"sha512-AA=="]}}';
    expect(scores(text)).toEqual([['bun-lock', 85]]);
    expect(scores(text.replace('["left@1.0.1","",{},"sha512-AA=="]', '{}'))).toEqual([]);
  });
});

describe('time', () => {
  const at = { text: '2026-03-31T04:30:00.000Z', micros: 1_774_931_400_000_000, precision: 's' } as const;

  it.each(LOCKFILES)('$id has none, but was there when it was taken', (format) => {
    const text = TYPICAL.find(([each]) => each === format)?.[1] ?? '';
    const bare = read(format, text);
    expect(bare.length).toBeGreaterThan(0);
    for (const event of bare) {
      expect(event).toMatchObject({ action: 'artifact.locked', grade: 'client', outcome: 'success' });
      expect([event.time, event.not_before, event.not_after, event.basis]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
    }
    for (const event of read(format, text, { taken: { basis: 'taken-at', at } })) {
      expect([event.time, event.not_before, event.not_after, event.basis]).toEqual([
        undefined,
        undefined,
        at.text,
        'snapshot_range',
      ]);
    }
  });

  it('makes events of one lockfile only, by their place', () => {
    const outs = readNaively(npm, fixture('npm-lock', 'version-1', 'json'));
    const events = outs.filter((out) => out.kind === 'event');
    expect(new Set(events.map(({ event }) => event.identity.by))).toEqual(new Set(['evidence']));
    const places = events.map(({ records, event }) => `${records[0]} ${event.number ?? ''}`);
    expect(new Set(places).size).toBe(places.length);
  });
});

/** At each line one kind of damage; nothing may throw, and every record must be accounted for. */
function damaged(text: string): string[] {
  const lines = text.split('\n');
  return lines.map((line, i) => {
    const around = (middle: readonly string[]): string =>
      [...lines.slice(0, i), ...middle, ...lines.slice(i + 1)].join('\n');
    const kinds = [[], [line, line], [line.slice(0, line.length / 2)], ['}', line], ['{"["', line]];
    return around(kinds[i % kinds.length] ?? []);
  });
}

describe('conservation', () => {
  it.each(
    TYPICAL.map(([format, text], i) => [format.id, i, format, text] as const),
  )('of %s (%i), whatever is damaged', (_, __, format, text) => {
    for (const each of [text, ...(format.framing === 'lines' ? damaged(text) : [])]) {
      const numbers = recordsOf(parseNaively(each), format).map(({ number }) => number);
      const outs = readNaively(format, each);
      const named = new Set(outs.flatMap((out) => (out.kind === 'state' ? [] : out.records)));
      expect([...named].sort((a, b) => a - b)).toEqual(numbers);
    }
  });

  it.each([
    [yarn, '# yarn lockfile v1\n', 'left@^1.0.0:\n', '  key "x"\n', '\nright@^1.0.0:\n  version "1.0.0"\n'],
    [
      pnpm,
      "lockfileVersion: '9.0'\n",
      'packages:\n  left@1.0.1:\n',
      '    key: x\n',
      '  right@1.0.0:\n    hasBin: true\n',
    ],
    [
      bun,
      '{\n"lockfileVersion": 1,\n"workspaces": {},\n"packages": {\n',
      '"left": [\n',
      '1,\n',
      '],\n"right": ["right@1.0.0"]\n}\n}\n',
    ],
  ])('$id lets go of an entry without end', (format, head, begins, line, next) => {
    const outs = readNaively(format, head + begins + line.repeat(10_500) + next);
    expect(problemsOf(outs)).toContain('an entry of more than 10000 lines');
    expect(
      outs.filter((out) => out.kind === 'ignored' && out.rule === 'rest of an overlong entry').length,
    ).toBeGreaterThan(400);
    expect(eventsOf(outs).map(({ package: name }) => name)).toEqual(['right']);
  });

  it.each(LOCKFILES.filter(({ framing }) => framing === 'lines'))('$id is the same with CRLF', (format) => {
    for (const [, text] of TYPICAL.filter(([each]) => each === format)) {
      const unix = text.replaceAll('\r\n', '\n');
      expect(readNaively(format, unix.replaceAll('\n', '\r\n'))).toEqual(readNaively(format, unix));
    }
  });
});

describe('npm', () => {
  it('says what is installed only where the lockfile is the hidden one', () => {
    const hidden = '{"lockfileVersion":3,"packages":{"node_modules/left":{"version":"1.0.1"}}}';
    expect(read(npm, hidden)[0]?.text).toBe('installed: from the hidden lockfile in node_modules');
    expect(read(npm, hidden.replace('"node', '"":{},"node'))[0]?.text).toBeUndefined();
    const old = '{"lockfileVersion":1,"dependencies":{"left":{"version":"1.0.1"}}}';
    expect(read(npm, old)[0]?.text).toBeUndefined();
  });

  it('reads several lockfiles in one file apart', () => {
    const lock = '{"lockfileVersion":3,"packages":{"":{},"node_modules/left":{"version":"1.0.1"}}}';
    expect(locked(npm, `${lock}\n${lock}\n`)).toEqual(['left@1.0.1', 'left@1.0.1']);
  });

  it('keeps what `dependencies` says otherwise than `packages`', () => {
    const lock = (version: string, integrity: string): string =>
      JSON.stringify({
        lockfileVersion: 2,
        dependencies: { left: { version, integrity } },
        packages: { '': {}, 'node_modules/left': { version: '1.0.1', integrity: 'sha512-AA==' } },
      });
    expect(locked(npm, lock('1.0.1', 'sha512-AA=='))).toEqual(['left@1.0.1']);
    expect(locked(npm, lock('1.0.2', 'sha512-AA=='))).toEqual(['left@1.0.2', 'left@1.0.1']);
    expect(read(npm, lock('1.0.1', 'sha512-AB==')).map(({ integrity }) => integrity)).toEqual([
      'sha512-AB==',
      'sha512-AA==',
    ]);
  });

  it('of a merge conflict keeps what is not in dispute', async () => {
    const lines = ['{', '  "lockfileVersion": 3,', '  "packages": {', '    "": {},', '    "node_modules/left": {'];
    lines.push(
      '<<<<<<< HEAD',
      '      "version": "1.0.1"',
      '=======',
      '      "version": "1.0.2"',
      '>>>>>>> feature',
      '    },',
    );
    lines.push('    "node_modules/right": {', '      "version": "1.0.0"', '    }', '  }', '}', '');
    const items = await readText(lines.join('\n'), npm.framing);
    const problems = items.filter(({ kind }) => kind === 'problem');
    expect(problems).toMatchObject([{ code: 'bad-json', at: { pointer: '/packages/node_modules~1left' } }]);
    const reading = npm.open({ name: 'package-lock.json', taken: { basis: 'unknown' }, survey: [] });
    const outs = items.flatMap((item) => (item.kind === 'record' ? [...reading.push(item.record)] : []));
    expect(eventsOf(outs)).toMatchObject([{ package: 'right', version: '1.0.0' }]);
  });
});

describe('pnpm', () => {
  it('takes what two documents in one file say', () => {
    const one = "---\nlockfileVersion: '9.0'\n\npackages:\n\n  left@1.0.1:\n    hasBin: true\n";
    expect(locked(pnpm, `${one}\n${one}...\n`)).toEqual(['left@1.0.1', 'left@1.0.1']);
  });

  it('reads entries that are indented otherwise', () => {
    const entries = '    /left/1.0.1:\n        dev: true\n    /right/1.0.0:\n        dev: false\n';
    expect(locked(pnpm, `lockfileVersion: 5.4\npackages:\n${entries}`)).toEqual(['left@1.0.1', 'right@1.0.0']);
  });
});

describe('bun', () => {
  const around = (lines: string): string =>
    `{\n  "lockfileVersion": 1,\n  "workspaces": {},\n  "packages": {\n${lines}\n  }\n}\n`;

  it('says when the mask took the name of a package for that of a secret', () => {
    const outs = readNaively(bun, around('    "@acme/left": ["[secret]", "", {}, "sha512-AA=="],'));
    expect(problemsOf(outs)).toEqual([
      '"@acme/left" names no package with a version: it looked like a secret, and was masked',
    ]);
  });

  it('is not read where bun has not laid it out', () => {
    const text = '{"lockfileVersion":1,"workspaces":{},"packages":{"left":["left@1.0.1","",{},"sha512-AA=="]}}';
    expect(problemsOf(readNaively(bun, text))).toEqual(['not laid out as bun does']);
    expect(problemsOf(readNaively(bun, around('').replace('{\n\n', '{ "left": ["left@1.0.1"],\n')))).toEqual([
      'packages share a line: not as bun lays it out',
    ]);
  });

  it('is known to be cut where `packages` never ends', () => {
    expect(problemsOf(readNaively(bun, around('').slice(0, -7)))).toEqual([
      '`packages` is never closed: the lockfile is cut off',
    ]);
    expect(problemsOf(readNaively(bun, around('').slice(0, -2)))).toEqual([]);
  });
});

describe('yarn', () => {
  it('shows where an archive is not the one its entry names', () => {
    const entry = (name: string, version: string): string =>
      `# yarn lockfile v1\n"left@^1.0.0":\n  version "1.0.1"\n  resolved "https://registry.example/${name}/-/${name}-${version}.tgz"\n`;
    expect(read(yarn, entry('left', '1.0.1'))[0]?.text).toBeUndefined();
    expect(read(yarn, entry('evil', '1.0.1'))[0]?.text).toBe('its archive is that of evil@1.0.1');
    expect(read(yarn, entry('left', '1.0.2'))[0]?.text).toBe('its archive is that of left@1.0.2');
    expect(read(yarn, entry('left', '1.0.1').replace('"1.0.1"', '"1.0.1+build.5"'))[0]?.text).toBeUndefined();
  });
});
