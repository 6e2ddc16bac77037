import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { TAR_END, tar, tarBlocks, tarGz, zip, zstdBomb } from '../support/archives.ts';
import { texts, unpackAll } from './support/unpacking.ts';

/** Text that does not compress well. */
const NOISE = Array.from({ length: 3000 }, (_, n) => `${n} ${sha256(String(n))}\n`).join('');

describe('a bomb', () => {
  const zeros = 'a'.repeat(3_000_000);
  const limits = { ratioFrom: 1_000_000 };

  it('is stopped where it expands too much, and costs the rest of its archive only', async () => {
    const bomb = zip([
      { name: '1', data: 'good\n' },
      { name: '2', data: zeros },
      { name: '3', data: 'lost\n' },
    ]);
    const all = await unpackAll(bomb, { limits });
    const why = 'it expands to more than 200 times its size: it and what follows in the archive was not read';
    expect([texts(all), all.refused]).toEqual([{ 'in!1': 'good\n' }, [`in!2: ${why}`]]);
    const around = await unpackAll(await tar({ 'a.log': 'a\n', 'bomb.zip': bomb, 'b.log': NOISE }), { limits });
    expect(Object.keys(texts(around))).toEqual(['in!a.log', 'in!bomb.zip!1', 'in!b.log']);
    expect(around.refused).toEqual([`in!bomb.zip!2: ${why}`]);
  });

  it('of members over each other is seen before it is read', async () => {
    const members = Array.from({ length: 30 }, (_, n) => ({ name: `${n}`, data: NOISE.slice(0, 5000), offset: 0 }));
    const one = zip(members.slice(0, 1));
    const end = one.lastIndexOf('PK\x05\x06');
    const entry = one.subarray(one.lastIndexOf('PK\x01\x02'), end);
    const tail = Buffer.from(one.subarray(end));
    tail.writeUInt16LE(30, 8);
    tail.writeUInt16LE(30, 10);
    const bytes = Buffer.concat([one.subarray(0, end), ...Array(29).fill(entry), tail]);
    const all = await unpackAll(bytes);
    expect(all.refused).toEqual(['in: its members lie over each other, as in a zip bomb; the rest was not read']);
    expect(all.files.length).toBeLessThan(3);
  });

  it('in gzip or Zstandard around tar keeps what came before', async () => {
    const members = { 'a.log': 'good\n', 'b.log': 'a'.repeat(70_000_000) };
    const all = await unpackAll(await tarGz(members));
    expect(texts(all)).toEqual({ 'in!a.log': 'good\n' });
    expect(all.refused).toEqual([
      'in!b.log: it expands to more than 200 times its size: it and what follows in the archive was not read',
    ]);
  });

  it('in Zstandard is read as far as any other compressed file', async () => {
    const all = await unpackAll(zip([{ name: 'a.zst', data: zstdBomb(1_000_000), method: 0 }]));
    expect(all.files.map(({ digest }) => digest?.bytes)).toEqual([zstdBomb(1_000_000).length]);
  });

  it('of very many members, or of very many bytes, is stopped', async () => {
    const many = zip(Array.from({ length: 50 }, (_, n) => ({ name: `${n}`, data: `${n}` })));
    const all = await unpackAll(many, { limits: { members: 20 } });
    expect([all.files.length, all.refused]).toEqual([
      20,
      ['in: more than 20 members: it and what follows in the archive was not read'],
    ]);
    const folders = Array.from({ length: 50 }, (_, n) => tarBlocks({ name: `${n}/`, flag: '5' }));
    expect((await unpackAll(Buffer.concat([...folders, TAR_END]), { limits: { members: 20 } })).refused.length).toBe(1);
    const bytes = await unpackAll(await tarGz({ a: NOISE, b: NOISE }), { limits: { bytes: 300_000 } });
    expect([bytes.files.length, bytes.refused]).toEqual([
      1,
      ['in!b: members of more than 0.0003 GB: it and what follows in the archive was not read'],
    ]);
  });

  it('of archives in archives is read three deep', async () => {
    let bytes = zip([{ name: 'deep.log', data: 'deep\n' }]);
    for (let depth = 2; depth <= 10; depth += 1) {
      const all = await unpackAll(bytes);
      expect(all.files.length).toBe(depth <= 4 ? 1 : 0);
      const name = depth <= 4 ? [] : [expect.stringContaining('more than 3 deep: unpack it first')];
      expect(all.refused).toEqual(name);
      bytes = zip([{ name: `${depth}.zip`, data: bytes }]);
    }
  });
});
