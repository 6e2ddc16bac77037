import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src/core/errors.ts';
import { parseVkeys } from '../../../src/integrity/vkey.ts';
import { checkFiles } from '../../../src/tasks/checkpoint/check.ts';
import { SignedCase } from '../../support/checkpoints.ts';

const signed = SignedCase.make();

/** Exit code of `check first second growth`, with other bytes in place of one of them. */
async function exitCode(file: string, bytes: Buffer): Promise<number> {
  writeFileSync(signed.at('changed'), bytes);
  const names = ['first', 'second', 'growth'].map((name) => (name === file ? 'changed' : name));
  const files = names.map((name) => ({ name, path: signed.at(name) }));
  try {
    return (await checkFiles(files, parseVkeys(signed.text('vkey'))).foot()).exitCode;
  } catch (error) {
    if (error instanceof AppError) return 2;
    throw error;
  }
}

/** The same with each byte changed in turn. */
async function exitCodes(file: string, change: (byte: number) => number): Promise<readonly number[]> {
  const bytes = readFileSync(signed.at(file));
  const codes: number[] = [];
  for (const [at, byte] of bytes.entries()) {
    const changed = Buffer.from(bytes);
    changed[at] = change(byte);
    codes.push(await exitCode(file, changed));
  }
  return codes;
}

describe.each([
  ['another', (byte: number) => byte ^ 0x01],
  ['a high one', (byte: number) => byte ^ 0x80],
  ['a line feed', (byte: number) => (byte === 0x0a ? 0x20 : 0x0a)],
])('any byte replaced by %s', (_, change) => {
  it.each(['first', 'second'])('of %s is found out', async (file) => {
    const codes = new Set(await exitCodes(file, change));
    expect([...codes].filter((code) => ![1, 2, 3].includes(code))).toEqual([]);
  });

  it('of the proof is found out, but in signatures that it only repeats', async () => {
    const codes = await exitCodes('growth', change);
    const signatures = signed.text('growth').lastIndexOf('\n\n') + 1;
    const end = Buffer.byteLength(signed.text('growth').slice(0, signatures));
    expect(codes.slice(0, end).filter((code) => code !== 1 && code !== 2)).toEqual([]);
    expect(codes.slice(end).filter((code) => ![0, 2].includes(code))).toEqual([]);
  });
});

it('any cut is found out', async () => {
  for (const file of ['first', 'second', 'growth']) {
    const bytes = readFileSync(signed.at(file));
    for (let end = 0; end < bytes.length; end++)
      expect([file, end, await exitCode(file, bytes.subarray(0, end))]).toEqual([file, end, 2]);
  }
});
