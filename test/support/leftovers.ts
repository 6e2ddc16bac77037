import { readFileSync } from 'node:fs';
import { constants, inflateSync } from 'node:zlib';
import { openDatabase } from '../../src/store/database.ts';
import { type Place, placesOf } from './search.ts';

const PAGE = 8192;

/**
 * Everywhere a removed value could be left: all that `placesOf` gives, what sealed values decode to, and what each
 * place of the file inflates to at which a zlib stream could begin, whether SQLite still knows of it or not.
 */
export function leftoversOf(db: string): Place[] {
  return [...placesOf(db), ...disclosures(db), ...streams(readFileSync(db))];
}

function disclosures(path: string): Place[] {
  const db = openDatabase(path, { readonly: true });
  try {
    const texts = db.prepare<[], string>('SELECT text FROM ledger_disclosure').pluck().all();
    return texts.flatMap((text) => {
      const json = Buffer.from(text, 'base64url');
      const [, , value] = JSON.parse(json.toString()) as unknown[];
      const inner =
        typeof value === 'string' ? [{ where: 'a sealed record', bytes: Buffer.from(value, 'base64') }] : [];
      return [{ where: 'a sealed value', bytes: json }, ...inner];
    });
  } finally {
    db.close();
  }
}

/** As far as each goes on its page. */
function streams(file: Buffer): Place[] {
  const found: Place[] = [];
  for (let at = file.indexOf(0x78); at !== -1; at = file.indexOf(0x78, at + 1)) {
    if (file.readUInt16BE(Math.min(at, file.length - 2)) % 31 !== 0) continue;
    const bytes = inflated(file.subarray(at, Math.ceil((at + 1) / PAGE) * PAGE));
    if (bytes.length > 0) found.push({ where: 'the file, inflated', bytes });
  }
  return found;
}

/** What can be read of a stream that may be cut, or none. */
function inflated(bytes: Buffer): Buffer {
  try {
    return inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 16 * 1024 * 1024 });
  } catch {
    return Buffer.alloc(0);
  }
}
