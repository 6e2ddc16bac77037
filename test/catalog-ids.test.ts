import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Beside `catalog.test.ts`, which writes the indexes and so cannot import what they name. */
const LISTS = ['commands', 'formats', 'inference', 'outputs', 'rules'].flatMap((room) =>
  readdirSync('src').includes(room) && readdirSync(`src/${room}`).includes('index.ts') ? [room] : [],
);

interface Entry {
  readonly id: string;
}

describe.each(LISTS)('src/%s', async (room) => {
  const index = (await import(`../src/${room}/index.ts`)) as Record<string, readonly Entry[]>;
  const entries = Object.values(index).flat();

  it('has entries', () => expect(entries.length).toBeGreaterThan(0));

  it.each(entries.map(({ id }) => id))('%s is the name of its file', async (id) => {
    const file = (await import(`../src/${room}/${id}.ts`)) as { readonly default: Entry };
    expect(file.default.id).toBe(id);
  });

  it('gives each name once', () => expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length));
});
