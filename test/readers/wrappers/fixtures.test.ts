import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Position, positionText, type Wrapped } from '../../../src/core/record.ts';
import { maskSecrets } from '../../../src/core/secrets.ts';
import { DEFAULT_MAX_RECORD, type ReadItem, readRecords } from '../../../src/readers/read.ts';
import { sniff } from '../../../src/readers/sniff.ts';
import { fileSource } from '../../../src/readers/source.ts';

/**
 * `fixtures/wrappers/<case>/input.*` is looked at and read; `expected.txt` says what it is wrapped in, then each item
 * with its place in the evidence and what the wrapper says of it. `vitest run test/readers/wrappers -u` rewrites.
 */
const ROOT = 'fixtures/wrappers';

function said({ time, host, process }: Wrapped): string {
  return [time?.text, host, process].map((text) => text ?? '-').join(' ');
}

function told(item: ReadItem): string {
  const place = (at: Position): string => positionText(at).padEnd(22);
  if (item.kind === 'record') {
    const { at, text, json, wrapped } = item.record;
    const cut = item.unterminated === true ? ' (no line end)' : '';
    const kind = json === undefined ? 'line  ' : 'record';
    return `${place(at)} ${kind} ${wrapped === undefined ? '' : `[${wrapped.by}: ${said(wrapped)}] `}${text}${cut}`;
  }
  const why = item.kind === 'noise' ? `noise by rule ${item.rule}` : `${item.code}: ${item.message}`;
  return `${place(item.at)} ${why} | ${item.text}`;
}

async function readingOf(path: string): Promise<string> {
  const source = fileSource(path);
  const sniffed = await sniff(source);
  const { shape } = sniffed.sample;
  const head = `wrapped in: ${sniffed.wrappers.join(', ')}; times: ${sniffed.timed}; inside: ${shape}`;
  const items: string[] = [];
  const options = { maxRecord: DEFAULT_MAX_RECORD, mask: maskSecrets };
  for await (const batch of readRecords(source, sniffed, shape === 'lines' ? 'lines' : 'records', options)) {
    items.push(...batch.map(told));
  }
  return `${[head, ...items].join('\n')}\n`;
}

describe('wrapped evidence', () => {
  it.each(readdirSync(ROOT))('%s', async (name) => {
    const folder = join(ROOT, name);
    const input = readdirSync(folder).find((entry) => entry.startsWith('input')) ?? '';
    await expect(await readingOf(join(folder, input))).toMatchFileSnapshot(
      join('..', '..', '..', folder, 'expected.txt'),
    );
  });
});
