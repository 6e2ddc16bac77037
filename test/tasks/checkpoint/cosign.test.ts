import { beforeAll, describe, expect, it } from 'vitest';
import { SignedCase } from '../../support/checkpoints.ts';

const signed = SignedCase.make();
const WITNESS = ['--key-file', 'keys/w.pem', '--name', 'witness.example/ci', '--now', '2026-04-02T09:00:00Z'];
const both = ['--vkey-file', 'vkey', '--vkey-file', 'w.vkey'];

beforeAll(async () => {
  await signed.run('keygen', '--witness', ...WITNESS.slice(0, 4), '--vkey-file', 'w.vkey');
});

/** The checkpoint as the witness has it after signing `second`, having seen `first`. */
async function cosigned(): Promise<string> {
  const words = ['--since', 'first', '--proof', 'growth', '--vkey-file', 'vkey', '--out', 'cosigned'];
  const { exitCode } = await signed.answer('cosign', 'second', ...words, ...WITNESS);
  expect(exitCode).toBe(0);
  return signed.text('cosigned');
}

describe('checkpoint cosign', () => {
  it('adds a signature that says when, under the one that is there', async () => {
    const note = await cosigned();
    expect(note.startsWith(signed.text('second'))).toBe(true);
    expect(note.slice(signed.text('second').length)).toMatch(/^— witness\.example\/ci [\w+/]+=*\n$/);
    const { stdout, exitCode } = await signed.run('check', 'first', 'cosigned', 'growth', ...both);
    expect([exitCode, stdout]).toEqual([
      0,
      expect.stringContaining('seen at 2026-04-02T09:00:00Z by witness.example/ci+'),
    ]);
    const { vkey } = (await signed.answer('cosign', 'second', '--vkey-file', 'vkey', '--out', 'again', ...WITNESS))
      .foot;
    expect(`${String(vkey)}\n`).toBe(signed.text('w.vkey'));
    expect(signed.text('again')).toBe(note);
  });

  it('writes into the place of the checkpoint where no other is named', async () => {
    signed.write('here', signed.text('second'));
    await signed.run('cosign', 'here', '--vkey-file', 'vkey', ...WITNESS);
    expect(signed.text('here')).toBe(await cosigned());
  });

  it.each([
    ['it does not follow what the witness saw', 1, 'first', ['--since', 'second', '--proof', 'growth']],
    ['the proof is missing', 3, 'second', ['--since', 'first']],
    ['nobody known signed it', 3, 'strange', []],
    ['it was altered', 1, 'altered', []],
  ])('signs nothing when %s', async (_, exitCode, file, words) => {
    signed.forge('strange', signed.body('second'), 'keys/other.pem');
    signed.write('altered', signed.text('second').replace('\n700\n', '\n701\n'));
    const before = signed.text(file);
    const refused = await signed.run('cosign', file, ...words, '--vkey-file', 'vkey', ...WITNESS);
    expect([refused.exitCode, signed.text(file)]).toEqual([exitCode, before]);
    expect(refused.stdout).toMatch(/NOT SIGNED|CONTRADICTED/);
  });

  it('needs to know who the witness is', async () => {
    const nameless = await signed.run('cosign', 'second', '--key-file', 'keys/w.pem', '--vkey-file', 'vkey');
    expect([nameless.exitCode, nameless.stderr]).toEqual([2, expect.stringContaining('--name')]);
    expect((await signed.run('cosign', ...WITNESS)).exitCode).toBe(2);
  });

  it('takes no witness with the key of the log', async () => {
    const words = ['--vkey-file', 'vkey', '--out', 'self', '--key-file', 'keys/k.pem', ...WITNESS.slice(2)];
    const { exitCode, stderr } = await signed.run('cosign', 'second', ...words);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('proves nothing more')]);
    expect(() => signed.text('self')).toThrow('ENOENT');
  });

  it('does not count when its time or the checkpoint was changed', async () => {
    const note = await cosigned();
    const line = note.trimEnd().split(' ').at(-1) ?? '';
    const bytes = Buffer.from(line, 'base64');
    bytes.writeUInt8(bytes.readUInt8(11) ^ 1, 11);
    signed.write('cosigned', note.replace(line, bytes.toString('base64')));
    expect(await signed.answer('check', 'first', 'cosigned', 'growth', ...both)).toMatchObject({
      exitCode: 1,
      codes: ['F-CHECKPOINT-SIGNATURE'],
    });
  });
});
