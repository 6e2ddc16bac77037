import { createPrivateKey } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { signerOf } from '../../../src/integrity/signer.ts';
import { SignedCase } from '../../support/checkpoints.ts';
import { ORIGIN } from '../../support/entries.ts';

const signed = SignedCase.make();

describe('checkpoint keygen', () => {
  it('writes a private key that only its owner can read, and shows the public one', async () => {
    const { stdout, stderr, exitCode } = await signed.run('keygen', '--key-file', 'keys/new.pem');
    const pem = signed.text('keys/new.pem');
    expect([exitCode, pem]).toEqual([0, expect.stringMatching(/^-----BEGIN PRIVATE KEY-----\n/)]);
    expect(createPrivateKey(pem).asymmetricKeyType).toBe('ed25519');
    expect(statSync(signed.at('keys/new.pem')).mode & 0o777).toBe(0o600);
    const { verifier } = signerOf(ORIGIN, createPrivateKey(pem));
    expect(stdout).toContain(`\n  ${verifier.vkey}\n`);
    expect(stdout + stderr).not.toContain(pem.split('\n')[1]);
  });

  it('never replaces a key', async () => {
    const before = signed.text('keys/k.pem');
    const { exitCode, stderr } = await signed.run('keygen', '--key-file', 'keys/k.pem', '--force');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('keys/k.pem exists already')]);
    expect((await signed.run('keygen', '--key-file', 'keys/none.pem', '--vkey-file', 'vkey')).exitCode).toBe(2);
    expect([signed.text('keys/k.pem'), existsSync(signed.at('keys/none.pem'))]).toEqual([before, false]);
  });

  it('warns of a key beside the case, and of one in a git work tree', async () => {
    mkdirSync(signed.at('.git'));
    const { stdout } = await signed.run('keygen', '--key-file', 'beside.pem');
    expect(stdout).toContain('beside the case');
    expect(stdout).toContain('git work tree');
    chmodSync(signed.at('beside.pem'), 0o644);
    const later = await signed.run('sign', '--key-file', 'beside.pem', '--out', 'warned');
    expect(later.stdout).toContain('others on this machine can read the key');
  });

  it('needs a name that a note can hold', async () => {
    const named = await signed.answer('keygen', '--key-file', 'keys/named.pem', '--name', 'team.example/key');
    expect(named.foot['vkey']).toMatch(/^team\.example\/key\+[0-9a-f]{8}\+A/);
    for (const name of ['a b', 'a+b', '']) {
      const bad = await signed.run('keygen', '--key-file', 'keys/bad.pem', '--name', name);
      expect([bad.exitCode, bad.stderr]).toEqual([2, expect.stringContaining('cannot name a key')]);
    }
    const nobody = await signed.run('keygen', '--key-file', 'keys/bad.pem', '--db', 'none.db');
    expect([nobody.exitCode, nobody.stderr]).toEqual([2, expect.stringContaining('--name')]);
    expect(existsSync(signed.at('keys/bad.pem'))).toBe(false);
  });

  it('says which file or folder is the matter', async () => {
    expect(await signed.run('keygen')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--key-file') });
    const { exitCode, stderr } = await signed.run('keygen', '--key-file', 'no/folder.pem');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('no/folder.pem: there is no such folder')]);
  });
});
