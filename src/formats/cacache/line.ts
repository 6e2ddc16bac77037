import { hash } from 'node:crypto';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { EvidenceRecord } from '../../core/record.ts';

/** `<SHA-1 of the JSON>\t<JSON>` */
const LINE = /^([0-9a-f]{40})\t(\{[\s\S]*)$/;

/** What this tool puts in place of a secret. */
const MASK = /\[(?:secret|private key|(?:npm-token|github-token|jwt) sha\d+:[^\]]*)\]/;

export interface IndexLine {
  readonly entry: JsonObject;
  /** Whether the line is the one its checksum was made of; unknown where a secret in it is masked. */
  readonly intact: boolean | 'unknown';
}

/** Undefined where the line is none of an index. */
export function readIndexLine(record: Pick<EvidenceRecord, 'text' | 'base64'>): IndexLine | undefined {
  const [, checksum = '', json = ''] = LINE.exec(record.text.trimEnd()) ?? [];
  const entry = objectIn(json);
  if (entry === undefined) return undefined;
  const intact = checksum === hash('sha1', bytesOf(record, json), 'hex') || (MASK.test(json) ? 'unknown' : false);
  return { entry, intact };
}

/** The JSON as it was written: where it is not UTF-8, the text is not what stands in the evidence. */
function bytesOf({ base64 }: Pick<EvidenceRecord, 'base64'>, json: string): string | Buffer {
  if (base64 === undefined) return json;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.subarray(bytes.indexOf(0x09) + 1);
}

function objectIn(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
