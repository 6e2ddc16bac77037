import { copyFileSync, readdirSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { SignedCase } from '../../support/checkpoints.ts';
import { appendEntries } from '../../support/entries.ts';
import { needsProgram, seeded, start } from '../../support/program.ts';

const signed = SignedCase.make();

beforeAll(needsProgram);

/** SIGKILL at any moment between the commit of new entries and the end of signing them. */
it('leaves the old checkpoint or the new one, and a case that begins with it', { timeout: 120_000 }, async () => {
  copyFileSync(signed.db, signed.at('grown.db'));
  await appendEntries(signed.at('grown.db'), 1000);
  await signed.sign('whole', '--db', 'grown.db');
  const states = [signed.text('second'), signed.text('whole')];
  const random = seeded(11);
  for (let round = 0; round < 12; round++) {
    copyFileSync(signed.at('second'), signed.at('held'));
    const words = ['--db', signed.at('grown.db'), '--key-file', signed.at('keys/k.pem'), '--out', signed.at('held')];
    const { child, ended } = start(['checkpoint', 'sign', ...words]);
    await Promise.race([setTimeout(60 + Math.floor(random() * 160)), ended]);
    child.kill('SIGKILL');
    await ended;
    expect(states).toContain(signed.text('held'));
    const again = await signed.sign('held', '--db', 'grown.db', '--since', 'second', '--proof', 'held.growth');
    expect([again.exitCode, signed.text('held')]).toEqual([0, states[1]]);
    const proven = await signed.answer('check', 'second', 'held', 'held.growth', '--vkey-file', 'vkey');
    expect([proven.exitCode, proven.foot['size']]).toEqual([0, 1700]);
  }
  expect(readdirSync(signed.folder).filter((name) => name.startsWith('grown.db'))).toEqual(['grown.db']);
});
