import { describe, expect, it } from 'vitest';
import { skipReason } from '../../src/readers/own-files.ts';

function database(applicationId: number): Buffer {
  const bytes = Buffer.alloc(100);
  bytes.write('SQLite format 3\0', 'latin1');
  bytes.writeUInt32BE(applicationId, 68);
  return bytes;
}

const ROOT = `${'A'.repeat(43)}=`;
const CHECKPOINT = `audit.example/case\n42\n${ROOT}\n\n\u2014 audit.example/case ${'A'.repeat(92)}\n`;

describe('skipReason', () => {
  it.each([
    ['a case of audit-timeline', 'case.db', database(0x41544c31)],
    ['the journal of an SQLite file', 'case.db-journal', Buffer.from('d9d505f920a163d7000000', 'hex')],
    ['a private key', 'id_ed25519', Buffer.from('-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n')],
    ['a private key', 'x', Buffer.from('\n-----BEGIN EC PRIVATE KEY-----\nAAAA\n')],
    ['a private key', 'x.pem', Buffer.from('Bag Attributes\n-----BEGIN PRIVATE KEY-----\n')],
    ['a private key', 'signer', Buffer.from('PRIVATE+KEY+audit.example/case+c8a7ad12+AAAA')],
    ['a key to verify checkpoints with', 'vkey', Buffer.from(`audit.example/case+c8a7ad12+${ROOT}\n`)],
    ['a checkpoint', 'checkpoint.txt', Buffer.from(CHECKPOINT)],
    ['a checkpoint', 'checkpoint', Buffer.from(CHECKPOINT.replace('=\n', '=\nan extension line\n'))],
    ['a proof that belongs to a checkpoint', 'x', Buffer.from(`c2sp.org/tlog-proof@v1\nindex 1\n\n${CHECKPOINT}`)],
    ['a proof that belongs to a checkpoint', 'x', Buffer.from(`old 3\n${ROOT}\n${ROOT}\n\n${CHECKPOINT}`)],
  ])('calls %s: %s', (reason, path, bytes) => expect(skipReason(path, bytes)).toBe(reason));

  it.each([
    ['another program', 'x.db', database(0)],
    ['a short database', 'x.db', database(0x41544c31).subarray(0, 40)],
    ['a certificate', 'x.pem', Buffer.from('-----BEGIN CERTIFICATE-----\nAAAA\n')],
    ['a log that shows a key', 'x.log', Buffer.from('one\n-----BEGIN PRIVATE KEY-----\n')],
    ['an unsigned checkpoint', 'x', Buffer.from(`origin\n42\n${ROOT}\n\n`)],
    ['text that begins like a proof', 'x', Buffer.from('old 3\n\nsomething else\n')],
    ['JSON', 'x.json', Buffer.from('{"a":1}')],
    ['nothing', 'x', Buffer.alloc(0)],
  ])('leaves %s to the formats', (_, path, bytes) => expect(skipReason(path, bytes)).toBeUndefined());
});
