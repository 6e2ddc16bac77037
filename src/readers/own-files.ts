import { basename } from 'node:path';

/** Whoever collects evidence writes these beside it. */
const NOTES = new Set(['about.md', 'sources.txt', 'collected.tsv', 'readme.md']);

/** Why a note is passed by. */
export const NOTE = 'a note, not evidence';

export function isNote(path: string): boolean {
  return NOTES.has(basename(path).toLowerCase());
}

/** "ATL1": the `application_id` of a case, at offset 68 of an SQLite file. */
const CASE_ID = 0x41544c31;

const SQLITE = 'SQLite format 3\0';
const SQLITE_JOURNAL = Buffer.from('d9d505f920a163d7', 'hex');
const PRIVATE_KEY = /^\s*-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/;
const PRIVATE_KEY_ANYWHERE = /^-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----/m;
/** C2SP signed-note keys: `PRIVATE+KEY+name+hash+base64`, and the verifier's half. */
const NOTE_SIGNER = /^PRIVATE\+KEY\+/;
const NOTE_VERIFIER = /^[^\s+]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]{16,}\s*$/;
/** C2SP tlog-checkpoint: origin, size, root, more lines perhaps, a blank line, signatures. */
const CHECKPOINT = /^[^\n]+\n(?:0|[1-9]\d*)\n[A-Za-z0-9+/]{43}=\n(?:[^\n]+\n)*\n\u2014 \S+ \S+\n/;
/** C2SP tlog-proof, and a proof of consistency as tlog-witness takes it. */
const PROOF = /^(?:c2sp\.org\/tlog-proof@v1\n|old (?:0|[1-9]\d*)\n(?:[A-Za-z0-9+/]{43}=\n)*\n[^\n]+\n(?:0|[1-9]\d*)\n)/;

/** Bytes that `skipReason` wants to see. */
export const SKIP_HEAD = 4096;

/** Why a file is never evidence: it belongs to a case, or it is a key. Nothing where it may be evidence. */
export function skipReason(path: string, firstBytes: Buffer): string | undefined {
  if (firstBytes.toString('latin1', 0, SQLITE.length) === SQLITE && firstBytes.length >= 72) {
    return firstBytes.readUInt32BE(68) === CASE_ID ? 'a case of audit-timeline' : undefined;
  }
  if (path.endsWith('.redacting') && firstBytes.every((byte) => byte === 0)) return 'a redaction that was interrupted';
  if (firstBytes.subarray(0, SQLITE_JOURNAL.length).equals(SQLITE_JOURNAL)) return 'the journal of an SQLite file';
  const text = firstBytes.toString();
  const key = /\.(?:pem|key)$/i.test(path) ? PRIVATE_KEY_ANYWHERE : PRIVATE_KEY;
  if (key.test(text) || NOTE_SIGNER.test(text)) return 'a private key';
  if (NOTE_VERIFIER.test(text)) return 'a key to verify checkpoints with';
  if (PROOF.test(text)) return 'a proof that belongs to a checkpoint';
  return CHECKPOINT.test(text) ? 'a checkpoint' : undefined;
}
