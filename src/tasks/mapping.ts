import { basename, resolve } from 'node:path';
import { type CommandInput, type Host, textOption } from '../core/command.ts';
import { AppError } from '../core/errors.ts';
import type { Format } from '../core/format.ts';
import { maskSecrets } from '../core/secrets.ts';
import { mappedFormat } from '../formats/generic-jsonl.ts';
import { isMapping, type Mapping, parseMapping } from '../formats/mapping/mapping.ts';
import { DEFAULT_MAX_RECORD, type ReadItem, readRecords } from '../readers/read.ts';
import { type Sniffed, sniff } from '../readers/sniff.ts';
import { fileSource, type Source } from '../readers/source.ts';
import type { Recognised } from './recognise.ts';

/** It stands in the receipt of each file that is read by it. */
const LARGEST = 64 * 1024;

/** What `--mapping` adds to the options of an ingest; nothing where it is not given. @throws {AppError} */
export async function mappingOption(input: CommandInput): Promise<{ formats?: readonly Format[]; as?: string }> {
  const path = textOption(input, 'mapping');
  if (path === undefined) return {};
  if (textOption(input, 'as') !== undefined)
    throw new AppError('usage', '--mapping and --as exclude each other', 'give --mapping only');
  const format = mappedFormat(await readMapping(path, input.host));
  return { formats: [format], as: format.id };
}

/** @throws {AppError} `path-unreadable`; `usage` that names file, member and remedy */
export async function readMapping(path: string, host: Pick<Host, 'cwd'>): Promise<Mapping> {
  const source = fileSource(resolve(host.cwd, path), basename(path));
  const items: ReadItem[] = [];
  const options = { maxRecord: LARGEST, mask: (text: string) => text };
  const whole = (at: readonly unknown[]): 'take' | 'skip' => (at.length === 0 ? 'take' : 'skip');
  for await (const batch of readRecords(source, await sniff(source), whole, options)) items.push(...batch);
  const [first, second] = items;
  const damaged = items.find((item) => item.kind === 'problem');
  if (damaged?.kind === 'problem') throw notJson(path, damaged.message);
  if (first?.kind !== 'record' || second !== undefined)
    throw notJson(path, 'it must hold one JSON object, and only that');
  return parseMapping(first.record.json ?? null, path);
}

/** Why a file is passed by that says how others are to be read; nothing for evidence. */
export function mappingNote({ sample }: Sniffed): string | undefined {
  const found = sample.shape === 'object' && isMapping(sample.first);
  return found ? 'mapping for generic-jsonl: give it with --mapping' : undefined;
}

function notJson(path: string, why: string): AppError {
  return new AppError(
    'usage',
    `${path}: ${why}`,
    'a mapping is one JSON object: { "name": …, "grade": …, "time": …, "action": … }',
  );
}

/**
 * Why evidence does not fit the mapping that it is to be read by: none of its records does. Nothing for other formats,
 * and where there is no record.
 */
export async function misfit({ format, sniffed }: Recognised, source: Source): Promise<string | undefined> {
  if (format.mapping === undefined) return undefined;
  const reading = format.open({ name: source.name, taken: { basis: 'unknown' }, survey: [] });
  const options = { maxRecord: DEFAULT_MAX_RECORD, mask: maskSecrets };
  let first: string | undefined;
  let records = 0;
  for await (const items of readRecords(source, sniffed, format.framing, options)) {
    for (const item of items) {
      records++;
      const outs = item.kind === 'record' ? reading.push(item.record) : [item];
      if (outs.some(({ kind }) => kind === 'event')) return undefined;
      first ??= outs.map((out) => (out.kind === 'problem' ? out.message : undefined)).find((why) => why !== undefined);
    }
  }
  if (first === undefined && (records > 0 || sniffed.sample.shape === 'empty')) return undefined;
  const why = first ?? 'where the mapping looks for records there are none';
  return `no record fits the mapping; nothing was written. The first: ${why}`;
}
