import type { Entry } from '../../core/entry.ts';
import { isObject, type Json } from '../../core/json.ts';

type Test = (value: Json | undefined) => boolean;

const isText: Test = (value) => typeof value === 'string';
const isCount: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isFlag: Test = (value) => typeof value === 'boolean';
const areTexts: Test = (value) => Array.isArray(value) && value.every((each) => typeof each === 'string');
const areLists: Test = (value) => Array.isArray(value) && value.every((each) => Array.isArray(each));
const areCounts: Test = (value) => isObject(value) && Object.values(value).every(isCount);
const orNone =
  (test: Test): Test =>
  (value) =>
    value === undefined || test(value);

/** Members that the checks of the whole case read, by kind of entry. Other kinds are checked by their row of the index. */
const SHAPES: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
  case: { origin: isText, key: orNone(isText) },
  evidence: {
    archive: orNone(isText),
    bytes: isCount,
    format: isText,
    format_revision: isCount,
    mask_revision: isCount,
    member: orNone(isText),
    name: isText,
    options: isObject,
    proof: orNone(isObject),
    sha256: isText,
    taken: orNone(isText),
    taken_basis: isText,
  },
  'evidence-end': { complete: isFlag, counts: areCounts, evidence: isText, masked: isCount },
  redact: {
    by: areTexts,
    digests: orNone(isText),
    key: orNone(isText),
    sealed: orNone(areLists),
    seqs: orNone(areLists),
    withheld: orNone(isText),
  },
};

/** Whether an entry of a file from elsewhere has the members that are read of it without looking twice. */
export function isShaped(entry: Entry): boolean {
  const members: Readonly<Record<string, Json | undefined>> = { ...(entry as unknown as Record<string, Json>) };
  return Object.entries(SHAPES[entry.entry] ?? {}).every(([name, fits]) => fits(members[name]));
}
