import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tarGz } from './archives.ts';
import { IN_FILES } from './planted.files.ts';
import { IN_LOGS } from './planted.logs.ts';
import type { Place, Planting } from './planting.ts';

export interface PlantedFile {
  readonly format: string;
  readonly name: string;
  readonly content: string | Buffer;
  /** What `ingest` is told of it. */
  readonly words: readonly string[];
}

const PLACES: Readonly<Record<string, Place>> = { ...IN_LOGS, ...IN_FILES };

/** Formats that are evidence within the archive of a package only: the name they have there. */
const PACKED: Readonly<Record<string, string>> = { 'package-json': 'package/package.json' };

/** One file of each format, with secrets in it. */
export async function plantedFiles(root: string, planting: (format: string) => Planting): Promise<PlantedFile[]> {
  return await Promise.all(readdirSync(root).map((format) => plantedFile(root, format, planting(format))));
}

async function plantedFile(root: string, format: string, planting: Planting): Promise<PlantedFile> {
  const [fixture, change] = PLACES[format] ?? [];
  if (fixture === undefined || change === undefined) throw new Error(`say where a secret can stand in ${format}`);
  const folder = join(root, format, fixture);
  const input = readdirSync(folder).find((name) => name.startsWith('input')) ?? '';
  const text = change(readFileSync(join(folder, input), 'utf8'), planting);
  const packed = PACKED[format];
  if (packed !== undefined) {
    return { format, name: `${format}.tgz`, content: await tarGz({ [packed]: text }), words: [] };
  }
  const options = join(folder, 'options.json');
  const named = existsSync(options) ? (JSON.parse(readFileSync(options, 'utf8')) as { name?: string }) : {};
  const name = named.name ?? `${format}.${input.split('.').at(-1)}`;
  const mapping = join(folder, 'mapping.json');
  const words = existsSync(mapping) ? ['--mapping', mapping] : ['--as', format, '--assume-tz', '+02:00'];
  return { format, name, content: text, words };
}
