import { createHash } from 'node:crypto';
import { cpSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import check from '../../../../src/tasks/verify/sources/cache-index.ts';
import { temporaryFolder } from '../../../support/cases.ts';
import { checkerOf, codes } from '../../../support/source-checks.ts';

const SAMPLES = '../shared/samples/npm-cacache-index';
const folder = temporaryFolder();
const checked = checkerOf(check, folder);

/** A line as npm 6 writes it, with the token that was sent. */
function line(number: number, token = `npm_${'aB3'.repeat(12)}`): string {
  const url = `https://registry.example/axios/-/axios-1.${number}.0.tgz`;
  const json = JSON.stringify({
    key: `make-fetch-happen:request-cache:${url}`,
    integrity: `sha512-${Buffer.alloc(64, number).toString('base64')}`,
    time: 1774917600123 + number,
    size: 183,
    metadata: {
      url,
      reqHeaders: { authorization: [`Bearer ${token}`] },
      resHeaders: { date: ['Tue, 31 Mar 2026 00:40:00 GMT'] },
    },
  });
  return `${createHash('sha1').update(json).digest('hex')}\t${json}`;
}

function index(lines: readonly string[]): (at: string) => void {
  return (at) => writeFileSync(join(at, 'index.txt'), `\n${lines.join('\n')}`);
}

describe("the checksums of npm's cache index", () => {
  it('hold over the lines as they are, also where a secret is masked in the case', async () => {
    const lines = await checked(index([line(1), line(2), line(3)]));
    expect(lines).toEqual([expect.stringMatching(/: 3 of 3 lines match their checksum, which anyone can make$/)]);
  });

  it('do not hold where a line was changed, whether or not there is a secret in it', async () => {
    const changed = [line(1), line(2).replace('axios-1.2.0', 'axios-1.9.0'), line(3).replace('aB3aB3', 'aB4aB4')];
    const lines = await checked(index(changed));
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN', 'F-SOURCE-CHAIN']);
    expect(lines).toEqual([
      expect.stringMatching(/^F-SOURCE-CHAIN: EV-\w{8} .*index\.txt line 3: the line does not match its checksum$/),
      expect.stringContaining('index.txt line 4: the line does not match its checksum'),
      expect.stringContaining(': 1 of 3 lines match their checksum'),
    ]);
  });

  it('do not hold where a line was cut', async () => {
    const lines = await checked(index([line(1), line(2).slice(0, 200), line(3)]));
    expect(lines[0]).toMatch(/^F-SOURCE-CHAIN: .*index\.txt line 3: the line is not whole$/);
  });

  it.runIf(existsSync(SAMPLES))('of real indexes: those that were redacted by hand do not hold', async () => {
    const lines = await checked((at) => cpSync(SAMPLES, at, { recursive: true }));
    expect(codes(lines)).toEqual(['F-SOURCE-CHAIN', 'F-SOURCE-CHAIN']);
    expect(lines.flatMap((text) => /: (\d of \d) lines/.exec(text)?.[1] ?? [])).toEqual(['3 of 3', '2 of 2', '4 of 6']);
  });
});
