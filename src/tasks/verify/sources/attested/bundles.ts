import { isObject, type Json, list, member, text } from '../../../../core/json.ts';
import { parsePosition } from '../../../../core/record.ts';
import type { CaseReader } from '../../../../store/case-reader.ts';
import { recordsIn, type StoredRecord } from './records.ts';

/** A sigstore bundle as it stands in the case. */
export interface StoredBundle extends Pick<StoredRecord, 'citation' | 'isMasked'> {
  /** Undefined where the case does not have its text as it was. */
  readonly bundle: Json | undefined;
  /** What stands beside it, outside all signatures. */
  readonly beside: { readonly predicateType?: string; readonly name?: string; readonly version?: string };
}

const FORMATS: ReadonlySet<string> = new Set(['npm-attestations', 'sigstore-bundle']);

/** All bundles in the case: by the digest of their evidence, then as they stand in it. */
export function* bundlesIn(reader: CaseReader): Generator<StoredBundle> {
  for (const record of recordsIn(reader, FORMATS)) {
    const { citation, isMasked } = record;
    for (const found of bundlesOf(record)) yield { citation, isMasked, ...found };
  }
}

type Read = Pick<StoredBundle, 'bundle' | 'beside'>;

const UNREADABLE: readonly Read[] = [{ bundle: undefined, beside: {} }];

function bundlesOf({ format, at, values }: StoredRecord): readonly Read[] {
  if (values === undefined) return UNREADABLE;
  return format === 'sigstore-bundle' ? membersOf(at, values) : elementOf(values[0]);
}

/** A bundle that is a document of its own was read member by member. */
function membersOf(places: readonly string[], values: readonly Json[]): readonly Read[] {
  if (places.length !== values.length) return UNREADABLE;
  const names = places.map((place) => parsePosition(place).pointer?.split('/').at(-1) ?? '');
  return [{ bundle: Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])), beside: {} }];
}

/** `{predicateType, bundle}`, or what `npm audit signatures` says of a version; anything else there is no bundle. */
function elementOf(element: Json | undefined): readonly Read[] {
  const [name, version] = [text(member(element, 'name')), text(member(element, 'version'))];
  const named = { ...(name === undefined ? {} : { name }), ...(version === undefined ? {} : { version }) };
  const bundles = list(member(element, 'attestationBundles'));
  if (bundles.length > 0) return bundles.map((one) => readOf(one, named));
  return isObject(member(element, 'bundle')) ? [readOf(element, {})] : [];
}

function readOf(attestation: Json | undefined, named: { readonly name?: string; readonly version?: string }): Read {
  const predicateType = text(member(attestation, 'predicateType'));
  const bundle = member(attestation, 'bundle');
  return { bundle, beside: { ...named, ...(predicateType === undefined ? {} : { predicateType }) } };
}
