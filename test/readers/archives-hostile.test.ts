import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../../src/core/digest.ts';
import { readPax } from '../../src/readers/archives/pax.ts';
import { paxRecord, TAR_END, tar, tarBlocks, tarGz, zip } from '../support/archives.ts';
import { texts, unpackAll } from './support/unpacking.ts';

/** Text that does not compress well. */
const NOISE = Array.from({ length: 3000 }, (_, n) => `${n} ${sha256(String(n))}\n`).join('');

describe('names', () => {
  it.each([
    '/etc/passwd',
    '../../up.log',
    'C:/Windows/x.log',
    'a/../../b.log',
    '\u001b[31mred',
    '\u202egol.a',
    '__proto__',
  ])('such as %j are labels and nothing else', async (name) => {
    const byZip = await unpackAll(zip([{ name, data: 'x\n' }]));
    expect(texts(byZip)).toEqual({ [`in!${name}`]: 'x\n' });
    const byTar = await unpackAll(Buffer.concat([tarBlocks({ name }, 'x\n'), TAR_END]));
    expect(texts(byTar)).toEqual({ [`in!${name}`]: 'x\n' });
  });

  it('that are missing, doubled, huge, or in an old code page are made do with', async () => {
    const all = await unpackAll(
      zip([
        { name: '', data: '1' },
        { name: 'twice', data: '2' },
        { name: 'twice', data: '3' },
        { name: 'x'.repeat(60_000), data: '4' },
        { name: Buffer.from('caf\x82', 'latin1'), data: '5' },
        { name: 'café', data: '6' },
        { name: './here', data: '7' },
        { name: 'back\\slash', data: '8' },
      ]),
    );
    const names = all.files.map(({ name }) => name);
    expect(names.map((name) => name.slice(0, 20))).toEqual([
      'in!(no name)',
      'in!twice',
      'in!twice',
      `in!${'x'.repeat(17)}`,
      'in!café',
      'in!café',
      'in!here',
      'in!back/slash',
    ]);
    expect(Math.max(...names.map(({ length }) => length))).toBe(1004);
    expect(all.files.map(({ text }) => text).join('')).toBe('12345678');
  });
});

describe('a zip archive', () => {
  it('names what is encrypted or compressed in another way, and reads the rest', async () => {
    const all = await unpackAll(
      zip([
        { name: 'secret.log', data: 'x', flags: 1 },
        { name: 'lzma.log', data: 'x', method: 14 },
        { name: 'odd.log', data: 'x', method: 77 },
        { name: 'link', data: '/etc/passwd', mode: 0o120777 },
        { name: 'a.log', data: 'a\n' },
      ]),
    );
    expect(texts(all)).toEqual({ 'in!a.log': 'a\n' });
    expect(all.refused).toEqual([
      'in!secret.log: encrypted: unpack it with its password first',
      'in!lzma.log: compressed with LZMA: unpack it first',
      'in!odd.log: compressed with method 77: unpack it first',
    ]);
    expect(all.passed).toEqual(['in!link: a link; it is not followed']);
  });

  it('that is damaged says where, and costs what is damaged', async () => {
    const whole = zip([
      { name: 'a.log', data: NOISE },
      { name: 'b.log', data: 'b\n' },
    ]);
    const refusals = async (bytes: Buffer) => (await unpackAll(bytes)).refused;
    expect(await refusals(whole.subarray(0, whole.length - 30))).toEqual([
      'in: its directory is missing: it was cut off. Fetch it again, or repair it with zip -FF',
    ]);
    expect(await refusals(Buffer.concat([whole, Buffer.from('more')]))).toEqual([
      'in: bytes that do not belong to it follow its end',
    ]);
    const directory = Buffer.from(whole);
    directory[whole.lastIndexOf('PK\x01\x02') + 1] = 0;
    const all = await unpackAll(directory);
    expect([all.files.length, all.refused]).toEqual([1, ['in: after 1 members: its directory is damaged']]);
    expect(await refusals(zip([{ name: 'a.log', data: 'a', offset: 7 }]))).toEqual([
      'in!a.log: its bytes are not where the directory says',
    ]);
  });

  it('whose members are damaged keeps what came before', async () => {
    const bytes = zip([
      { name: 'sum.log', data: 'a\n', crc: 1 },
      { name: 'size.log', data: 'a\n', size: 7 },
      { name: 'good.log', data: 'good\n' },
      { name: 'bits.log', data: NOISE },
    ]);
    bytes.fill(0xff, 100_000, 104_000);
    const { files } = await unpackAll(bytes);
    expect(files.map(({ damage }) => damage)).toEqual([
      ['its checksum is not the one in the archive'],
      ['the archive says 7 bytes, and it has 2'],
      [],
      ['the compressed data is damaged; what came before is kept'],
    ]);
    const kept = files[3]?.text ?? '';
    expect(kept.length).toBeGreaterThan(100_000);
    expect(NOISE.startsWith(kept.slice(0, 100_000))).toBe(true);
  });
});

describe('a tar archive', () => {
  it('names links, devices, holes and volumes, and follows none', async () => {
    const all = await unpackAll(
      Buffer.concat([
        tarBlocks({ name: 'folder/', flag: '5' }),
        tarBlocks({ name: 'soft', flag: '2', target: '/etc/passwd' }),
        tarBlocks({ name: 'hard', flag: '1', target: 'a.log', size: 4 }),
        tarBlocks({ name: 'null', flag: '3' }),
        tarBlocks({ name: 'pipe', flag: '6' }),
        Buffer.concat([tarBlocks({ name: 'holes', flag: 'S', size: 2, extended: true }), Buffer.alloc(512)]),
        Buffer.concat([Buffer.from('xx'), Buffer.alloc(510)]),
        tarBlocks({ name: 'volume', flag: 'M' }, 'rest'),
        tarBlocks({ name: 'odd', flag: 'Q' }, 'odd'),
        tarBlocks({ name: 'a.log' }, 'a\n'),
        TAR_END,
      ]),
    );
    expect(texts(all)).toEqual({ 'in!a.log': 'a\n' });
    expect(all.passed).toEqual([
      'in!soft: a link to /etc/passwd; it is not followed',
      'in!hard: a link to a.log; it is not followed',
      'in!null: a device; it is not opened',
      'in!pipe: a device; it is not opened',
    ]);
    expect(all.refused.map((line) => line.split(':')[0])).toEqual(['in!holes', 'in!volume', 'in!odd']);
  });

  it('in any dialect gives long names and large sizes', async () => {
    const long = `${'folder/'.repeat(40)}a.log`;
    const binary = Buffer.alloc(12);
    binary[0] = 0x80;
    binary[11] = 2;
    const all = await unpackAll(
      Buffer.concat([
        tarBlocks({ name: 'x', flag: 'x' }, paxRecord('path', `pax/${long}`) + paxRecord('mtime', '1.5')),
        tarBlocks({ name: 'cut' }, '1\n'),
        tarBlocks({ name: '././@LongLink', flag: 'L', magic: 'ustar  \0' }, `gnu/${long}\0`),
        tarBlocks({ name: 'cut', magic: 'ustar  \0' }, '2\n'),
        tarBlocks({ name: 'x', flag: 'x' }, paxRecord('size', '2')),
        tarBlocks({ name: 'sized', size: 0 }, '3\n'),
        tarBlocks({ name: 'binary', size: binary }, '4\n'),
        tarBlocks({ name: 'old', magic: '' }, '5\n'),
        tarBlocks({ name: 'g', flag: 'g' }, paxRecord('comment', 'x')),
        tarBlocks({ name: 'plain', flag: '\0' }, '6\n'),
        TAR_END,
      ]),
    );
    expect(all.files.map(({ name, text }) => [name, text])).toEqual([
      [`in!pax/${long}`, '1\n'],
      [`in!gnu/${long}`, '2\n'],
      ['in!sized', '3\n'],
      ['in!binary', '4\n'],
      ['in!old', '5\n'],
      ['in!plain', '6\n'],
    ]);
    expect(all.refused).toEqual([]);
  });

  it('that is cut keeps what came, and says so', async () => {
    const whole = await tar({ 'a.log': 'a\n', 'b.log': NOISE });
    const said = 'in: it ends without the mark that tar writes at the end: members may be missing';
    for (const sliced of [true, false]) {
      const cut = await unpackAll(whole.subarray(0, 10_000), { sliced });
      expect(cut.files.map(({ text, damage }) => [text.length, damage])).toEqual([
        [2, []],
        [10_000 - 3 * 512, ['the archive ends within this member; what came before is kept']],
      ]);
      expect(cut.refused).toEqual([said]);
    }
    const zipped = gzipSync(whole);
    const early = await unpackAll(zipped.subarray(0, zipped.length / 2));
    expect(early.files.map(({ damage }) => damage.length)).toEqual([0, 1]);
    expect(early.refused).toEqual(['in: the compressed data ends early; what came before is kept']);
    const headers = await unpackAll(whole.subarray(0, 1024));
    expect([headers.files.length, headers.refused]).toEqual([1, [said]]);
  });

  it('with a damaged header goes on at the next one', async () => {
    const blocks = ['a.log', 'b.log', 'c.log'].map((name) => tarBlocks({ name }, `${name}\n`));
    blocks[1]?.fill('#', 100, 200);
    const all = await unpackAll(Buffer.concat([...blocks, TAR_END]));
    expect(texts(all)).toEqual({ 'in!a.log': 'a.log\n', 'in!c.log': 'c.log\n' });
    expect(all.refused).toEqual(['in: bytes 1024 to 2048 are no header of a member']);
    const first = Buffer.concat([...blocks.slice(1), TAR_END]);
    expect(texts(await unpackAll(first))).toEqual({ 'in!c.log': 'c.log\n' });
  });

  it('that goes on behind its end is read to its end', async () => {
    const all = await unpackAll(Buffer.concat([await tar({ a: '1' }), await tar({ b: '2' })]));
    expect([texts(all), all.refused]).toEqual([{ 'in!a': '1', 'in!b': '2' }, []]);
  });

  it('reads attributes made to take for ever in one go, and no more than 1 MB of them', async () => {
    expect(readPax(Buffer.from('2\n'.repeat(500_000)))).toEqual(new Map());
    expect(readPax(Buffer.from(`9 size=1\n99999999999 path=x\n`))).toEqual(new Map([['size', '1']]));
    expect(readPax(Buffer.from('3 a\n9 size=2\n')).size).toBe(0);
    const all = await unpackAll(
      Buffer.concat([tarBlocks({ name: 'a' }, '1'), tarBlocks({ name: 'x', flag: 'x', size: 2 ** 21 }), TAR_END]),
    );
    expect(all.refused).toEqual(['in: the attributes of a member are 2097152 bytes; nothing after them was read']);
    expect(texts(all)).toEqual({ 'in!a': '1' });
  });
});

describe('damage anywhere', () => {
  it('never stops the program', { timeout: 60_000 }, async () => {
    const members = { 'a.log': NOISE.slice(0, 900), 'b/c.log': 'x\n'.repeat(400) };
    const archives = [
      zip(Object.entries(members).map(([name, data]) => ({ name, data }))),
      await tar(members),
      await tarGz(members),
      zip([{ name: 'i.tgz', data: await tarGz(members) }]),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...archives),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 8 }),
        fc.boolean(),
        async (archive, at, noise, cut) => {
          const bytes = Buffer.from(archive);
          bytes.set(noise, at % (bytes.length - noise.length));
          const all = await unpackAll(cut ? bytes.subarray(0, at % bytes.length) : bytes, { sliced: at % 2 === 0 });
          expect(all.files.length + all.refused.length + all.passed.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });
});
