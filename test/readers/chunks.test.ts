import { describe, expect, it } from 'vitest';
import { binaryKind } from '../../src/readers/binary.ts';
import { blocks, peek, skipBytes } from '../../src/readers/chunks.ts';
import { isNoise } from '../../src/readers/noise.ts';
import { memory } from './support/reading.ts';

async function parts(chunks: AsyncIterable<Buffer>): Promise<string[]> {
  const all: string[] = [];
  for await (const chunk of chunks) all.push(chunk.toString());
  return all;
}

/** A stream that says whether it was closed. */
function watched() {
  const state = { closed: false };
  async function* chunks(): AsyncGenerator<Buffer> {
    try {
      for (const text of ['ab', 'cd', 'ef']) yield Buffer.from(text);
    } finally {
      state.closed = true;
    }
  }
  return { state, chunks };
}

describe('peek', () => {
  it('shows the beginning and still gives all of it', async () => {
    const { head, chunks } = await peek(memory('abcdef', 2).chunks(), 3);
    expect([head.toString(), await parts(chunks)]).toEqual(['abc', ['ab', 'cd', 'ef']]);
    const short = await peek(memory('ab', 1).chunks(), 10);
    expect([short.head.toString(), await parts(short.chunks)]).toEqual(['ab', ['a', 'b']]);
  });

  it('closes the stream whether it is read or given up', async () => {
    const unread = watched();
    await (await peek(unread.chunks(), 3)).close();
    expect(unread.state.closed).toBe(true);
    const begun = watched();
    for await (const chunk of (await peek(begun.chunks(), 1)).chunks) if (chunk.length > 0) break;
    expect(begun.state.closed).toBe(true);
  });
});

describe('skipBytes and blocks', () => {
  it('do not depend on how the bytes come', async () => {
    for (const size of [1, 2, 5, 100]) {
      expect((await parts(skipBytes(memory('abcdef', size).chunks(), 3))).join('')).toBe('def');
      expect(await parts(blocks(memory('abcdefg', size).chunks(), 3))).toEqual(['abc', 'def', 'g']);
    }
  });
});

describe('binaryKind', () => {
  it('knows text with colours, tabs and bytes of other charsets', () => {
    expect(binaryKind(Buffer.from('a\tb\x1b[31mred\x1b[0m\r\n'))).toBeUndefined();
    expect(binaryKind(Buffer.from('\xcf\xf0\xe8\xe2\xe5\xf2'.repeat(20), 'latin1'))).toBeUndefined();
    expect(binaryKind(Buffer.alloc(0))).toBeUndefined();
  });

  it('knows what is none', () => {
    const tar = Buffer.alloc(512);
    tar.write('name');
    tar.write('ustar', 257);
    expect(binaryKind(tar)).toBe('a tar archive');
    expect(binaryKind(Buffer.from('(\xb5/\xfdxxxx', 'latin1'))).toBe('zstd data');
    expect(binaryKind(Buffer.from('a\0b\0\x01\x02\x03'))).toBe('binary data');
  });
});

describe('isNoise', () => {
  it('is what npm and Node say about their own work', () => {
    for (const line of [
      'npm warn deprecated x',
      'npm WARN x',
      'npm ERR! code E404',
      'npm error x',
      'npm notice',
      ' npm http fetch',
      '(node:17) Warning: x',
      '(Use `node --trace-warnings ...`',
    ]) {
      expect([line, isNoise(line)]).toEqual([line, true]);
    }
    for (const line of ['npmx warn', '{"npm":"warn"}', 'npm is down', 'error', ''])
      expect([line, isNoise(line)]).toEqual([line, false]);
  });
});
