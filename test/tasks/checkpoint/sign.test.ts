import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { copyFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../../src/integrity/checkpoint.ts';
import { openNote, signNote } from '../../../src/integrity/note.ts';
import { signerOf } from '../../../src/integrity/signer.ts';
import { SignedCase } from '../../support/checkpoints.ts';
import { appendEntries, ORIGIN } from '../../support/entries.ts';
import { run } from '../../support/terminal.ts';

const signed = SignedCase.make();

describe('checkpoint sign', () => {
  it('signs size and root, which a strict reader opens', () => {
    const { verified, text: body } = openNote(signed.text('second'), [
      signerOf(ORIGIN, createPrivateKey(signed.text('keys/k.pem'))).verifier,
    ]);
    expect(verified).toHaveLength(1);
    expect(parseCheckpoint(body)).toMatchObject({ origin: ORIGIN, size: 700 });
    expect(signed.text('growth').split('\n')[0]).toBe('old 300');
    expect(signed.text('growth').endsWith(`\n\n${signed.text('second')}`)).toBe(true);
  });

  it('leaves nothing else in the folder, and the case as it was', async () => {
    const before = [readdirSync(signed.folder).sort(), readFileSync(signed.db)];
    expect((await signed.sign('second')).exitCode).toBe(0);
    expect([readdirSync(signed.folder).sort(), readFileSync(signed.db)]).toEqual(before);
  });

  it('signs the same again to the byte, and keeps who signed beside it', async () => {
    const { signer, verifier } = signerOf('witness.example', createPrivateKey(signed.text('keys/other.pem')));
    const witnessed = signed.text('second') + signNote(signed.body('second'), signer).split('\n\n')[1];
    signed.write('witnessed', witnessed);
    expect((await signed.sign('witnessed')).exitCode).toBe(0);
    expect(signed.text('witnessed')).toBe(witnessed);
    signed.write('only-witness', signNote(signed.body('second'), signer));
    signed.write('witness.vkey', `${verifier.vkey}\n`);
    expect((await signed.sign('only-witness', '--vkey-file', 'witness.vkey')).exitCode).toBe(0);
    expect(
      signed
        .text('only-witness')
        .split('\n')
        .filter((line) => line.startsWith('— ')),
    ).toHaveLength(2);
  });

  it('writes the public key where there is none yet', async () => {
    expect((await signed.sign('third', '--vkey-file', 'third.vkey')).foot['files']).toEqual(['third.vkey', 'third']);
    expect(signed.text('third.vkey')).toBe(signed.text('vkey'));
    const other = await signed.run(
      'sign',
      '--key-file',
      'keys/other.pem',
      '--out',
      'third.other',
      '--vkey-file',
      'third.vkey',
    );
    expect(other.stdout).toContain('third.vkey does not hold this key');
  });

  it('has no proof for the first', async () => {
    const { exitCode, codes } = await signed.sign('none', '--proof', 'none.growth');
    expect([exitCode, codes, existsSync(signed.at('none'))]).toEqual([2, [expect.stringContaining('--since')], false]);
  });

  it.each([
    ['no key', ['sign', '--out', 'none'], '--key-file is missing'],
    ['no place', ['sign', '--key-file', 'keys/k.pem'], '--out is missing'],
    [
      'a key that is not there',
      ['sign', '--key-file', 'keys/nobody.pem', '--out', 'none'],
      'there is no keys/nobody.pem',
    ],
    ['a key that is none', ['sign', '--key-file', 'vkey', '--out', 'none'], 'not a private key'],
    ['a folder', ['sign', '--key-file', 'keys', '--out', 'none'], 'not a file'],
    ['a case that is not there', ['sign', '--key-file', 'keys/k.pem', '--out', 'none', '--db', 'no.db'], 'no case'],
    [
      'an earlier one that is not there',
      ['sign', '--key-file', 'keys/k.pem', '--out', 'none', '--since', 'no'],
      'no no',
    ],
    ['an earlier one that is none', ['sign', '--key-file', 'keys/k.pem', '--out', 'none', '--since', 'vkey'], 'vkey: '],
    ['a word too many', ['sign', 'this', '--key-file', 'keys/k.pem', '--out', 'none'], 'no "this"'],
    [
      'a public key that is none',
      ['sign', '--key-file', 'keys/k.pem', '--out', 'none', '--vkey-file', 'first'],
      'first: ',
    ],
    ['an option of another act', ['check', 'first', 'second', '--proof', 'growth'], 'check takes no --proof'],
    ['an option that would be passed over', ['check', 'first', '--key-file', 'keys/k.pem'], 'takes no --key-file'],
    ['a word of objects', ['constructor'], 'does not know "constructor"'],
    ['no such act', ['seal'], 'one of keygen, sign, prove, check, cosign'],
  ])('with %s exits 2 and writes nothing', async (_, words, said) => {
    const { exitCode, stdout, stderr } = await signed.run(...words);
    expect([exitCode, stdout, stderr, existsSync(signed.at('none'))]).toEqual([
      2,
      '',
      expect.stringContaining(said),
      false,
    ]);
  });

  it('takes no key of another kind', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    signed.write('keys/ec.pem', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
    const { exitCode, stderr } = await signed.run('sign', '--key-file', 'keys/ec.pem', '--out', 'none');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('not an Ed25519 key')]);
    expect(stderr).not.toContain('BEGIN');
  });

  it.each([
    ['a blank', 'my case', 0],
    ['a plus', 'case+1', 0],
    ['a line feed', 'case\n1', 2],
    ['a control character', 'case\u001b[2J', 2],
  ])('of a case with %s in its name needs another for the key', async (what, origin, exitCode) => {
    const db = signed.at(`${what}.db`);
    await appendEntries(db, 3, origin);
    const plain = await signed.run('sign', '--db', db, '--key-file', 'keys/k.pem', '--out', 'none');
    expect([plain.exitCode, plain.stderr]).toEqual([2, expect.stringMatching(/--name|name of the case/)]);
    const words = ['--db', db, '--key-file', 'keys/k.pem', '--name', 'team.example', '--out', `${what}.checkpoint`];
    expect((await signed.answer('sign', ...words)).exitCode).toBe(exitCode);
  });
});

describe('a case that was written and not signed yet, as when the power went between the two', () => {
  it('begins with the last checkpoint, and the next one proves it', async () => {
    copyFileSync(signed.db, signed.at('newer.db'));
    await appendEntries(signed.at('newer.db'), 77);
    copyFileSync(signed.at('second'), signed.at('newer'));
    expect((await signed.answer('prove', '5', '--checkpoint', 'second', '--db', 'newer.db')).exitCode).toBe(0);
    const kept = ['--checkpoint', signed.at('second'), '--vkey-file', signed.at('vkey')];
    expect((await run(['verify', signed.at('newer.db'), ...kept])).exitCode).toBe(0);
    const next = await signed.answer(
      'sign',
      '--key-file',
      'keys/k.pem',
      '--db',
      'newer.db',
      '--out',
      'newer',
      '--proof',
      'newer.growth',
    );
    expect(next).toMatchObject({ exitCode: 0, foot: { size: 777 } });
    expect((await signed.answer('check', 'second', 'newer', 'newer.growth', '--vkey-file', 'vkey')).exitCode).toBe(0);
  });
});
