import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/**
 * Writes the `index.ts` of each extensible room from the listing of its folder (`npm run catalog`). This file must
 * not import what it writes.
 */
const ROOMS = [
  { folder: 'commands', type: 'Command', list: 'COMMANDS', contract: '../core/command.ts' },
  { folder: 'formats', type: 'Format', list: 'FORMATS', contract: '../core/format.ts' },
  { folder: 'inference', type: 'Inference', list: 'INFERENCES', contract: '../core/inference.ts' },
  { folder: 'rules', type: 'Rule', list: 'RULES', contract: '../core/rule.ts' },
  { folder: 'outputs', type: 'Output', list: 'OUTPUTS', contract: '../core/output.ts' },
];

/** An entry is a file of the room itself that exports one; `x.actions.ts` and helpers are not. */
function entriesOf(folder: string): string[] {
  const names = readdirSync(`src/${folder}`).filter((name) => /^[a-z0-9-]+\.ts$/.test(name) && name !== 'index.ts');
  const entries = names.filter((name) => /^export default /m.test(readFileSync(`src/${folder}/${name}`, 'utf8')));
  return entries.map((name) => name.replace('.ts', '')).sort();
}

function variable(id: string, type: string): string {
  return id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) + type;
}

function indexOf(ids: readonly string[], { type, list, contract }: (typeof ROOMS)[number]): string {
  return [
    '// This file is generated: npm run catalog',
    `import type { ${type} } from '${contract}';`,
    ...ids.map((id) => `import ${variable(id, type)} from './${id}.ts';`),
    '',
    `export const ${list}: readonly ${type}[] = [`,
    ...ids.map((id) => `  ${variable(id, type)},`),
    '];',
    '',
  ].join('\n');
}

// A room without entries has no contract to name yet.
const filled = ROOMS.map((room) => ({ ...room, ids: entriesOf(room.folder) })).filter(({ ids }) => ids.length > 0);

describe.each(filled)('src/$folder/index.ts', ({ ids, ...room }) => {
  it('lists every entry of the folder', async () => {
    await expect(indexOf(ids, room)).toMatchFileSnapshot(`../src/${room.folder}/index.ts`);
  });
});
