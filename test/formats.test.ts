import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { membersOf } from '../src/core/event.ts';
import type { Context, Format, Out } from '../src/core/format.ts';
import type { Json } from '../src/core/json.ts';
import { mappedFormat } from '../src/formats/generic-jsonl.ts';
import { parseMapping } from '../src/formats/mapping/mapping.ts';
import { readNaively } from './support/naive.ts';

/**
 * `fixtures/formats/<format>/<case>/input.*` is read by the format and must give `expected.jsonl`, one answer a line.
 * `options.json` may hold members of the context (`name`, `taken`, `assumeTz`); `mapping.json` makes the format. `npm run accept` rewrites.
 */
const ROOT = 'fixtures/formats';

function answer(out: Out): string {
  if (out.kind !== 'event') return JSON.stringify(out);
  const { event, ...rest } = out;
  return JSON.stringify({ ...rest, identity: event.identity, number: event.number, event: membersOf(event) });
}

function mapped(folder: string): Format | undefined {
  const file = join(folder, 'mapping.json');
  return existsSync(file)
    ? mappedFormat(parseMapping(JSON.parse(readFileSync(file, 'utf8')) as Json, file))
    : undefined;
}

describe.each(readdirSync(ROOT))('format %s', async (id) => {
  const file = `../src/formats/${id}.ts`;
  const format = ((await import(file)) as { default: Format }).default;
  const folder = join(ROOT, id);

  it('has the id of its file', () => expect(format.id).toBe(id));

  it.each(readdirSync(folder))('%s', async (name) => {
    const at = join(folder, name);
    const input = readdirSync(at).find((entry) => entry.startsWith('input'));
    if (input === undefined) throw new Error(`${at} has no input file`);
    const options = existsSync(join(at, 'options.json'))
      ? (JSON.parse(readFileSync(join(at, 'options.json'), 'utf8')) as Partial<Context>)
      : {};
    const outs = readNaively(mapped(at) ?? format, readFileSync(join(at, input), 'utf8'), options);
    await expect(`${outs.map(answer).join('\n')}\n`).toMatchFileSnapshot(join('..', at, 'expected.jsonl'));
  });
});
