import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Entry, EventEntry } from '../../src/core/entry.ts';
import { FORMATS } from '../../src/formats/index.ts';
import { recognise } from '../../src/tasks/recognise.ts';
import { ingestInMemory } from '../support/memory-case.ts';
import { seeded } from '../support/program.ts';

const FIXTURES = 'fixtures/formats';
const CUTS = 60;

interface Fixture {
  readonly label: string;
  readonly format: string;
  readonly name: string;
  readonly bytes: Buffer;
}

function fixtures(): Fixture[] {
  return readdirSync(FIXTURES).flatMap((format) =>
    readdirSync(join(FIXTURES, format)).map((label) => {
      const folder = join(FIXTURES, format, label);
      const input = readdirSync(folder).find((name) => name.startsWith('input')) ?? '';
      const options = join(folder, 'options.json');
      const { name = input } = existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as { name?: string }) : {};
      return { label: `${format}/${label}`, format, name, bytes: readFileSync(join(folder, input)) };
    }),
  );
}

function eventsOf(entries: readonly Entry[]): EventEntry[] {
  return entries.filter((entry) => entry.entry === 'event');
}

it('probe', { timeout: 600_000 }, async () => {
  const random = seeded(7);
  let ran = 0;
  const began = performance.now();
  for (const { label, format, name, bytes } of fixtures()) {
    const forced = FORMATS.find(({ id }) => id === format);
    const whole = await ingestInMemory(name, bytes, (sample) => recognise(FORMATS, sample));
    const pick = whole.format === forced ? (sample: never) => recognise(FORMATS, sample) : () => forced;
    const base = whole.format === forced ? whole : await ingestInMemory(name, bytes, pick as never);
    const known = new Set(eventsOf(base.entries).map(({ event }) => JSON.stringify(event)));
    const problems = base.entries.filter(({ entry }) => entry === 'problem').length;
    const seen = new Set<string>();
    for (let i = 0; i < CUTS; i++) {
      const at = Math.floor(random() * bytes.length);
      ran++;
      const cut = await ingestInMemory(name, bytes.subarray(0, at), pick as never);
      const strange = eventsOf(cut.entries).filter(({ event }) => !known.has(JSON.stringify(event)));
      const more = cut.entries.filter(({ entry }) => entry === 'problem').length - problems;
      if (cut.format !== undefined && cut.format !== forced) seen.add(`as ${cut.format.id}`);
      if (strange.length > 0) seen.add(`strange ${JSON.stringify(strange[0]?.event)}`);
      if (more > 1) seen.add(`problems +${more}`);
    }
    if (seen.size > 0) console.log('##', label, [...seen].slice(0, 5).join('\n     '));
  }
  console.log('## ran', ran, performance.now() - began);
});
