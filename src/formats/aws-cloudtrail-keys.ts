import type { Format, Out, Reading, Sample } from '../core/format.ts';
import { type Json, list, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { TRAIL_KEYS } from './cloudtrail/subjects.ts';
import { ignoredOut, partOut, problemOut, stateOut } from './npm/outs.ts';

const LIST = 'PublicKeyList';

/** The public keys that AWS signs digests of CloudTrail with: what `aws cloudtrail list-public-keys` prints, or its list. */
const format: Format = {
  id: 'aws-cloudtrail-keys',
  title: 'AWS CloudTrail keys',
  revision: 1,
  about: {
    export: 'aws cloudtrail list-public-keys --start-time T1 --end-time T2 > cloudtrail-keys.<UTC stamp>.json',
    lifetime: 'as long as AWS lists the key; one region has its own',
    proves: 'with digests and their signatures, which log files CloudTrail delivered',
    cannotProve: "that the file is AWS's own: ask AWS again, from another machine",
    tried: 'documentation',
  },
  framing: (path) => (path.length === 0 || (path.length === 1 && path[0] === LIST) ? 'enter' : 'take'),
  signs: { members: [LIST, 'Fingerprint', 'ValidityStartTime', 'ValidityEndTime', 'Value'] },
  recognise: ({ first, values }: Sample) => {
    const keys = Array.isArray(first) ? values : list(member(first, LIST));
    return keys.some(isKey) ? 82 : 0;
  },
  open: () => new Reader(),
};

export default format;

function isKey(value: Json): boolean {
  return ['Fingerprint', 'Value', 'ValidityStartTime'].every((name) => member(value, name) !== undefined);
}

class Reader implements Reading {
  #parts = 0;
  #refused = 0;

  push(record: EvidenceRecord): readonly Out[] {
    const [first, second] = record.path ?? [];
    if (typeof first !== 'number' && (first !== LIST || second === undefined)) return [ignoredOut('not-a-key', record)];
    const fingerprint = text(member(record.json, 'Fingerprint'));
    if (fingerprint !== undefined && text(member(record.json, 'Value')) !== undefined) {
      this.#parts++;
      return [partOut(TRAIL_KEYS, fingerprint, record)];
    }
    this.#refused++;
    return [problemOut('missing-field', 'a key without `Fingerprint` or without `Value`', record)];
  }

  /** A list in which nothing could be read would say that there are no keys. */
  end(): readonly Out[] {
    return this.#parts === 0 && this.#refused > 0 ? [] : [stateOut(TRAIL_KEYS, undefined)];
  }
}
