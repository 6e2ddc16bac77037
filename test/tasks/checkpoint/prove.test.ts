import { copyFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { ACME, ingest } from '../../support/cases.ts';
import { SignedCase } from '../../support/checkpoints.ts';
import { run } from '../../support/terminal.ts';

const signed = SignedCase.make();

describe('checkpoint prove', () => {
  const known = ['--vkey-file', 'vkey'];
  const acme = signed.at('acme.db');
  const lead = ['--checkpoint', 'acme.checkpoint', '--db', 'acme.db'];

  beforeAll(async () => {
    await ingest(acme, ACME);
    await signed.run(
      'sign',
      '--db',
      'acme.db',
      '--key-file',
      'keys/k.pem',
      '--out',
      'acme.checkpoint',
      '--vkey-file',
      'acme.vkey',
    );
  });

  async function entries(): Promise<readonly { id: string; cites: readonly string[] }[]> {
    const { stdout } = await run(['show', '--json', '--db', acme]);
    return (JSON.parse(stdout) as { rows: { id: string; cites: string[] }[] }).rows;
  }

  it('shows that an entry is in, to anybody who has two small files', async () => {
    expect(await signed.answer('prove', '42', ...lead, '--out', 'p', '--entry', 'e')).toMatchObject({
      exitCode: 0,
      foot: { seq: 42, files: ['e', 'p'] },
    });
    expect(await signed.answer('check', 'p', 'e', '--vkey-file', 'acme.vkey')).toMatchObject({
      exitCode: 0,
      codes: [],
      foot: { result: 'ok', anchored: true },
    });
    expect(await signed.answer('check', 'p', 'e')).toMatchObject({ exitCode: 3, codes: ['I-UNKNOWN-KEY'] });
    signed.write('e.lf', `${signed.text('e')}\n`);
    expect((await signed.answer('check', 'p', 'e.lf', '--vkey-file', 'acme.vkey')).exitCode).toBe(0);
  });

  it('does not show it of another entry, or at another place', async () => {
    await signed.run('prove', '42', ...lead, '--out', 'p', '--entry', 'e');
    await signed.run('prove', '43', ...lead, '--out', 'p43', '--entry', 'e43');
    signed.write('e.edited', signed.text('e').replace('"at"', '"AT"'));
    signed.write('p.moved', signed.text('p').replace('index 42', 'index 40'));
    for (const [proof, entry] of [
      ['p', 'e43'],
      ['p43', 'e'],
      ['p', 'e.edited'],
      ['p.moved', 'e'],
    ] as const) {
      const verdict = await signed.answer('check', proof, entry, '--vkey-file', 'acme.vkey');
      expect(verdict).toMatchObject({ exitCode: 1, codes: ['F-INCLUSION'], foot: { anchored: false } });
    }
    signed.write('p.signed', signed.text('p').replace('\n247\n', '\n248\n'));
    expect((await signed.answer('check', 'p.signed', 'e', '--vkey-file', 'acme.vkey')).codes).toContain(
      'F-CHECKPOINT-SIGNATURE',
    );
    expect((await signed.run('check', 'p', '--vkey-file', 'acme.vkey')).stderr).toContain('its text is missing');
  });

  it('gives the proof itself where no file is named', async () => {
    await signed.run('prove', '42', ...lead, '--out', 'p');
    expect(await signed.run('prove', '42', ...lead)).toMatchObject({ exitCode: 0, stdout: signed.text('p') });
    expect(await signed.run('prove', '--since', 'first', '--checkpoint', 'second')).toMatchObject({
      stdout: signed.text('growth'),
    });
  });

  it('finds the entry by the id of the event, and by each place that is cited for it', async () => {
    const rows = (await entries()).slice(0, 30);
    const found = [];
    for (const { id, cites } of rows) {
      const { exitCode } = await signed.answer('prove', id, ...lead, '--out', 'p', '--entry', 'e');
      const entry = JSON.parse(signed.text('e')) as { id: string };
      found.push([exitCode, entry.id.startsWith(id)]);
      for (const cite of cites) {
        const { codes } = await signed.answer('prove', cite, ...lead, '--out', 'p', '--entry', 'e');
        const at = JSON.parse(signed.text('e')) as { entry: string; evidence: string };
        const isThere = ['event', 'sighting'].includes(at.entry) && cite.startsWith(`EV-${at.evidence.slice(0, 8)}`);
        expect([cite, isThere || codes.join().includes('entries stand at')]).toEqual([cite, true]);
      }
    }
    expect(found).toEqual(rows.map(() => [0, true]));
  });

  it.each([
    ['247', 'there is no entry 247'],
    ['EV-00000000:1', 'is not in this case'],
    ['EV-6eb0:99999', 'no entry stands at'],
    ['0123456789abcdef', 'no entry stands at'],
    ['somewhere', 'names no entry'],
  ])('has none for %s', async (name, said) => {
    expect(await signed.run('prove', name, ...lead)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining(said),
    });
  });

  it('has none for what is newer, nor for another case, nor without an entry', async () => {
    const newer = await signed.run('prove', '300', '--checkpoint', 'first');
    expect([newer.exitCode, newer.stderr]).toEqual([2, expect.stringContaining('newer than first')]);
    expect(await signed.answer('prove', '3', '--checkpoint', 'first', '--db', 'acme.db')).toMatchObject({
      exitCode: 1,
      codes: ['F-ORIGIN'],
    });
    expect((await signed.run('prove', '--checkpoint', 'first')).exitCode).toBe(2);
    expect((await signed.run('prove', '3')).stderr).toContain('--checkpoint is missing');
    const swapped = await signed.run('prove', '--since', 'second', '--checkpoint', 'first');
    expect([swapped.exitCode, swapped.stderr]).toEqual([2, expect.stringContaining('swap them')]);
  });

  it('makes none of a text that was changed', async () => {
    const path = signed.rewritten('text.db', (open) =>
      open.exec("UPDATE ledger_tail SET text = replace(text, 'entry', 'Entry')"),
    );
    expect(await signed.answer('prove', '690', '--checkpoint', 'second', '--db', path)).toMatchObject({
      exitCode: 1,
      codes: ['F-LEAF'],
    });
    expect(await signed.answer('prove', '690', '--checkpoint', 'second', ...known)).toMatchObject({ exitCode: 0 });
  });

  it('shows of a redacted entry that it was there, and cannot show what it said', async () => {
    copyFileSync(acme, signed.at('redacted.db'));
    const { exitCode } = await run(['redact', '42', '--db', signed.at('redacted.db'), '--reason', 'a request']);
    expect(exitCode).toBe(0);
    await signed.run('prove', '42', ...lead, '--out', 'p', '--entry', 'e');
    const after = ['--checkpoint', 'acme.checkpoint', '--db', 'redacted.db'];
    expect(await signed.run('prove', '42', ...after)).toMatchObject({ exitCode: 0, stdout: signed.text('p') });
    expect(await signed.run('prove', '42', ...after, '--entry', 'gone')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('was redacted'),
    });
    expect((await signed.answer('check', 'p', 'e', '--vkey-file', 'acme.vkey')).exitCode).toBe(0);
  });
});
