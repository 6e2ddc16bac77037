import type { Context, Format, Out, Reading, Sample } from '../core/format.ts';
import { isObject, type Json, member, text } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { S3_OBJECT } from './cloudtrail/subjects.ts';
import { partOut, problemOut, stateOut } from './npm/outs.ts';
import { newestOf, readStamp } from './npm/times.ts';

/**
 * What `aws s3api head-object` prints of a digest of CloudTrail: its signature stands in the metadata, not in the file.
 * The answer does not name the object: the name of the file must begin as the name of the object.
 */
const format: Format = {
  id: 'aws-s3-object',
  title: 'AWS S3 object metadata',
  revision: 1,
  about: {
    export: 'aws s3api head-object --bucket BUCKET --key KEY > NAME-OF-THE-DIGEST.json.gz.metadata.json',
    lifetime: 'as long as the bucket keeps the object; a copy made with `aws s3 cp` to disk has lost it',
    proves: 'with the digest and the keys of CloudTrail, that AWS wrote the digest',
    cannotProve: 'anything about an object that is not a digest',
    tried: 'documentation',
  },
  framing: () => 'take',
  signs: { members: ['Metadata', 'ETag', 'LastModified', 'ContentLength'] },
  recognise: ({ first, shape }: Sample) => (shape === 'object' && signatureOf(first) !== undefined ? 81 : 0),
  open: (context) => new Reader(context),
};

export default format;

/** S3 gives the names of metadata in lower case; some programs write them as headers are written. */
function signatureOf(object: Json | undefined): string | undefined {
  const metadata = member(object, 'Metadata');
  return text(member(metadata, 'signature')) ?? text(member(metadata, 'Signature'));
}

class Reader implements Reading {
  readonly #subject: string;
  #isRead = false;
  #modified: Json | undefined;

  constructor({ name }: Context) {
    this.#subject = `${S3_OBJECT}${name}`;
  }

  push(record: EvidenceRecord): readonly Out[] {
    if (!isObject(record.json))
      return [problemOut('unknown-shape', 'the metadata of an object is a JSON object', record)];
    if (signatureOf(record.json) === undefined)
      return [problemOut('missing-field', 'no `signature` in `Metadata`: not the metadata of a digest', record)];
    this.#isRead = true;
    this.#modified = member(record.json, 'LastModified');
    return [partOut(this.#subject, 'object', record)];
  }

  end(): readonly Out[] {
    const modified = readStamp(this.#modified);
    return this.#isRead ? [stateOut(this.#subject, newestOf([modified.ok ? modified.moment : undefined]))] : [];
  }
}
