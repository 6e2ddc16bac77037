import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { SignedCase } from '../../support/checkpoints.ts';

const signed = SignedCase.make();

/** The commands of the README, for whoever does not trust this program. */
describe.runIf(hasTools())('OpenSSL and the shell, without this program', () => {
  function shell(script: string): string {
    return execFileSync('bash', ['-ec', script], {
      cwd: signed.folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  const OPENSSL = `
sed '/^$/,$d' second > body
sed -n '$p' second | awk '{print $3}' | base64 -d | tail -c +5 > sig
{ printf '302a300506032b6570032100' | xxd -r -p; cut -d+ -f3- vkey | base64 -d | tail -c 32; } > pub.der
openssl pkeyutl -verify -pubin -inkey pub.der -keyform DER -rawin -in body -sigfile sig`;

  it('verify the signature', () => expect(shell(OPENSSL)).toContain('Signature Verified Successfully'));

  it('do not verify another text', () => {
    expect(() => shell(`${OPENSSL.replace('> body', "| sed 's/700/701/' > body")}`)).toThrow('Command failed');
  });

  it('walk from an entry up to the signed root', async () => {
    await signed.run('prove', '690', '--checkpoint', 'second', '--out', 'walk', '--entry', 'walk.json');
    const root = shell(`
n=$(sed -n 's/^index //p' walk); last=$(( $(sed -n '/^$/,$p' walk | sed -n 3p) - 1 ))
hash=$({ printf '\\0'; cat walk.json; } | sha256sum | cut -c1-64)
for node in $(sed '/^$/,$d' walk | tail -n +3); do
  other=$(printf %s "$node" | base64 -d | xxd -p -c 64)
  if [ $((n % 2)) = 1 ] || [ $n = $last ]; then
    hash=$(printf '01%s%s' $other $hash | xxd -r -p | sha256sum | cut -c1-64)
    while [ $((n % 2)) = 0 ] && [ $n != 0 ]; do n=$((n / 2)); last=$((last / 2)); done
  else
    hash=$(printf '01%s%s' $hash $other | xxd -r -p | sha256sum | cut -c1-64)
  fi
  n=$((n / 2)); last=$((last / 2))
done
printf %s "$hash" | xxd -r -p | base64`);
    expect(root.trim()).toBe(signed.body('second').split('\n')[2]);
  });
});

function hasTools(): boolean {
  try {
    execFileSync('bash', ['-ec', 'command -v openssl xxd sha256sum base64 awk sed'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
