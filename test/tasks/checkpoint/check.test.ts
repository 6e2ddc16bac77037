import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SignedCase } from '../../support/checkpoints.ts';
import { ORIGIN } from '../../support/entries.ts';
import { run } from '../../support/terminal.ts';

const signed = SignedCase.make();

describe('checkpoint check', () => {
  const known = ['--vkey-file', 'vkey'];

  it('proves growth from three small files, without a case', async () => {
    const { stdout, exitCode } = await run(['checkpoint', 'check', 'first', 'second', 'growth', ...known], {
      cwd: signed.folder,
      env: { AUDIT_TIMELINE_DB: 'none.db' },
    });
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('second begins with all 300 entries of first')]);
    expect(await signed.answer('check', 'first', 'second', 'growth', ...known)).toEqual({
      exitCode: 0,
      codes: [],
      foot: { result: 'ok', size: 700, root: signed.body('second').split('\n')[2], origin: ORIGIN, anchored: true },
    });
    expect(await signed.answer('check', 'first', 'first', ...known)).toMatchObject({ exitCode: 0, codes: [] });
    expect(await signed.answer('check', 'second', 'second', 'growth', ...known)).toMatchObject({
      exitCode: 0,
      codes: [],
    });
  });

  it('is not a proof without a known key, or without the proof', async () => {
    expect(await signed.answer('check', 'first', 'second', 'growth')).toMatchObject({
      exitCode: 3,
      codes: ['I-UNKNOWN-KEY', 'I-UNKNOWN-KEY'],
      foot: { result: 'incomplete', anchored: false },
    });
    expect(await signed.answer('check', 'first', 'second', 'growth', '--vkey-file', 'other.vkey')).toMatchObject({
      exitCode: 3,
    });
    expect(await signed.answer('check', 'first', 'second', ...known)).toMatchObject({
      exitCode: 3,
      codes: ['I-NO-PROOF'],
    });
    const one = await signed.run('check', 'first', ...known);
    expect([one.exitCode, one.stdout]).toEqual([0, expect.stringContaining('not shown that it follows')]);
  });

  it('finds a roll back, and another history of the same size', async () => {
    expect(await signed.answer('check', 'second', 'first', 'growth', ...known)).toMatchObject({
      exitCode: 1,
      codes: ['F-TRUNCATED'],
    });
    signed.forge('fork', signed.body('first').replace(/\n[\w+/]{43}=/, `\n${Buffer.alloc(32, 1).toString('base64')}`));
    expect(await signed.answer('check', 'first', 'fork', ...known)).toMatchObject({ exitCode: 1, codes: ['F-ROOT'] });
    const { stdout } = await signed.run('check', 'first', 'fork', ...known);
    for (const head of ['first', 'fork']) expect(stdout).toContain(signed.body(head).split('\n')[2]);
  });

  it('finds a newer one that does not begin with the older', async () => {
    const body = signed.body('second').replace(/\n[\w+/]{43}=/, `\n${Buffer.alloc(32, 1).toString('base64')}`);
    signed.forge('fork', body);
    signed.write('fork.growth', `${signed.text('growth').split('\n\n')[0]}\n\n${signed.text('fork')}`);
    expect(await signed.answer('check', 'first', 'fork', 'fork.growth', ...known)).toMatchObject({
      exitCode: 1,
      codes: ['F-CONSISTENCY'],
      foot: { result: 'altered', anchored: false },
    });
    const [head = '', ...rest] = signed.text('growth').split('\n');
    for (const change of [rest.slice(1), [`${'A'.repeat(43)}=`, ...rest], [rest[1], rest[0], ...rest.slice(2)]]) {
      signed.write('bad.growth', [head, ...change].join('\n'));
      expect(await signed.answer('check', 'first', 'second', 'bad.growth', ...known)).toMatchObject({
        exitCode: 1,
        codes: ['F-CONSISTENCY'],
      });
    }
  });

  it('finds another case, and a signature that is not one', async () => {
    signed.forge('moved', signed.body('second').replace(ORIGIN, 'audit.example/another'));
    expect(await signed.answer('check', 'first', 'moved', 'growth', ...known)).toMatchObject({
      exitCode: 1,
      codes: ['F-ORIGIN'],
    });
    signed.write('edited', signed.text('second').replace('\n700\n', '\n701\n'));
    expect(await signed.answer('check', 'first', 'edited', 'growth', ...known)).toMatchObject({ exitCode: 2 });
    signed.write('edited.growth', signed.text('growth').replace('\n700\n', '\n701\n'));
    expect(await signed.answer('check', 'first', 'edited', 'edited.growth', ...known)).toMatchObject({
      exitCode: 1,
      codes: ['F-CHECKPOINT-SIGNATURE'],
    });
  });

  it.each([
    ['a leading zero', 'size has a leading zero', (note: string) => note.replace('\n300\n', '\n0300\n')],
    ['CR LF', 'a control character', (note: string) => note.replaceAll('\n', '\r\n')],
    ['no blank line', 'no blank line', (note: string) => note.replace('\n\n', '\n')],
    ['a hyphen', 'no signature', (note: string) => note.replace('— ', '- ')],
    ['an extension', 'three lines', (note: string) => note.replace('\n\n', '\nmore\n\n')],
    ['a short root', '32 bytes', (note: string) => note.replace(/\n[\w+/]{4}([\w+/]{39}=)/, '\n$1')],
    ['nothing', 'no blank line', () => ''],
  ])('reads no checkpoint with %s', async (name, said, change) => {
    signed.write('malformed', change(signed.text('first')));
    const { exitCode, stderr } = await signed.run('check', 'malformed', 'second', 'growth', ...known);
    expect([name, exitCode, stderr]).toEqual([name, 2, expect.stringContaining(`malformed: `)]);
    expect(stderr).toContain(said);
  });

  it('reads no proof between others, and no file that is none', async () => {
    const { exitCode, stderr } = await signed.run('check', 'first', 'second', 'first', ...known);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('first: ')]);
    signed.write('other.growth', signed.text('growth').replace('old 300', 'old 299'));
    const other = await signed.run('check', 'first', 'second', 'other.growth', ...known);
    expect([other.exitCode, other.stderr]).toEqual([2, expect.stringContaining('leads from 299 to 700')]);
    expect((await signed.run('check', ...known)).exitCode).toBe(2);
    expect((await signed.run('check', 'first', 'second', 'growth', 'vkey', ...known)).exitCode).toBe(2);
    expect((await signed.run('check', 'nowhere', ...known)).stderr).toContain('there is no nowhere');
    writeFileSync(signed.at('bytes'), Buffer.of(0xff, 0xfe));
    expect((await signed.run('check', 'bytes', ...known)).stderr).toContain('bytes: not UTF-8');
  });

  it('begins anywhere: with nothing everything agrees', async () => {
    signed.forge('empty', `${ORIGIN}\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n`);
    expect(
      (await signed.run('prove', '--since', 'empty', '--checkpoint', 'second', '--out', 'all.growth')).exitCode,
    ).toBe(0);
    expect(signed.text('all.growth')).toBe(`old 0\n\n${signed.text('second')}`);
    expect(await signed.answer('check', 'empty', 'second', 'all.growth', ...known)).toMatchObject({ exitCode: 0 });
    signed.forge('empty', `${ORIGIN}\n0\n${Buffer.alloc(32).toString('base64')}\n`);
    expect(await signed.answer('check', 'empty', 'second', 'all.growth', ...known)).toMatchObject({ exitCode: 1 });
  });

  it('says when a checkpoint was there, by a time stamp of an authority that counts', async () => {
    const folder = join(process.cwd(), 'fixtures/vectors/rfc3161');
    for (const name of ['checkpoint', 'ecdsa.tsr', 'ecdsa.pem', 'rsa.pem'])
      copyFileSync(join(folder, name), signed.at(name));
    signed.write(
      'example.vkey',
      'audit-timeline.example/incident-42+c8a7ad12+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n',
    );
    const stamped = ['check', 'checkpoint', '--vkey-file', 'example.vkey', '--timestamp', 'ecdsa.tsr'];
    const { exitCode, stdout } = await signed.run(...stamped, '--tsa-cert', 'ecdsa.pem');
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('was there at 2026-11-21T22:54:24Z, says CN=Test TSA'),
    ]);
    expect(await signed.answer(...stamped, '--tsa-cert', 'rsa.pem')).toMatchObject({
      exitCode: 3,
      codes: ['I-UNKNOWN-KEY'],
    });
    expect(await signed.answer(...stamped)).toMatchObject({ exitCode: 3 });
    expect(
      await signed.answer('check', 'second', ...known, '--timestamp', 'ecdsa.tsr', '--tsa-cert', 'ecdsa.pem'),
    ).toMatchObject({
      exitCode: 1,
      codes: ['F-TIMESTAMP'],
    });
    const none = await signed.run('check', 'second', ...known, '--timestamp', 'vkey');
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringContaining('vkey: not DER')]);
  });
});
