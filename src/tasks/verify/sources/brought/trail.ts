import { member, text } from '../../../../core/json.ts';
import { S3_OBJECT, TRAIL_KEYS } from '../../../../formats/cloudtrail/subjects.ts';
import { readTrailKey } from '../../../../integrity/cloudtrail/key.ts';
import { type LogFile, plainName, type Strangers } from '../../../../integrity/cloudtrail/log-files.ts';
import type { KeyInEvidence, ObjectMetadata } from '../../../../integrity/cloudtrail/signatures.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import { idOf, lastWith, sortedReceipts } from './receipts.ts';

/** The keys in evidence. */
export function trailKeys({ states }: CaseReader): readonly KeyInEvidence[] {
  return states.states(TRAIL_KEYS).flatMap((view) =>
    view.parts.flatMap((part) => {
      const key = readTrailKey(view.value(part));
      return key === undefined ? [] : [{ ...key, evidence: idOf({ sha256: view.evidence }) }];
    }),
  );
}

/** The signatures of digests, as the metadata of the objects have them. */
export function objectMetadata({ states }: CaseReader): readonly ObjectMetadata[] {
  const subjects = states.subjects().filter((subject) => subject.startsWith(S3_OBJECT));
  return subjects.flatMap((subject) =>
    states.states(subject).flatMap((view) => {
      const object = view.value('object');
      const metadata = member(object, 'Metadata');
      const signature = text(member(metadata, 'signature')) ?? text(member(metadata, 'Signature'));
      if (signature === undefined) return [];
      const name = subject.slice(S3_OBJECT.length);
      return [{ evidence: idOf({ sha256: view.evidence }), name, object: text(member(object, 'Key')), signature }];
    }),
  );
}

/** Files with events of CloudTrail, by the hash of what is in their compression. */
export function logFiles(reader: CaseReader): readonly LogFile[] {
  const found: LogFile[] = [];
  for (const { receipt, proof } of lastWith(reader, 'content')) {
    if (receipt.evidence.format === 'aws-cloudtrail')
      found.push({ evidence: idOf(receipt.evidence), name: receipt.evidence.name, ...proof });
  }
  return found;
}

const OWN_NAME = /_CloudTrail(?:-Digest)?_/;

/** Evidence that is called like a file of CloudTrail, whatever it was read as. */
export function strangers(reader: CaseReader): Strangers {
  const found = sortedReceipts(reader).filter(({ evidence }) => OWN_NAME.test(evidence.name));
  return new Map(
    found.map(({ evidence }) => [plainName(evidence.name), { evidence: idOf(evidence), format: evidence.format }]),
  );
}
