import { describe, expect, it } from 'vitest';
import { SignedCase } from '../../support/checkpoints.ts';
import { run } from '../../support/terminal.ts';

const signed = SignedCase.make();

describe('a checkpoint that was altered', () => {
  it('is said to be forged, and not the case', async () => {
    signed.write('forged', signed.text('second').replace(/([A-Za-z0-9+/]{8})=*\n$/, 'AAAAAAAA=\n'));
    const words = ['--checkpoint', signed.at('forged'), '--vkey-file', signed.at('vkey')];
    const { exitCode, stdout } = await run(['verify', signed.at('case.db'), ...words]);
    expect([exitCode, stdout]).toEqual([1, expect.stringContaining('FORGED: what was brought to compare with')]);
    expect(stdout).not.toContain('ALTERED');
  });
});
