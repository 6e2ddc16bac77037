import { AUDIT_LOG } from '../../core/audit-log.ts';
import { AppError } from '../../core/errors.ts';

/** The closed list of chains that can be declared. There is no language for others. */
export const PROFILES = [AUDIT_LOG, 'jcs-omit', 'concat-hex', 'cloudtrail-digest'] as const;

export type Profile = (typeof PROFILES)[number];

/** A chain as whoever gave the evidence declared it. */
export interface ChainSpec {
  readonly profile: Profile;
  /** Member that holds the hash of the record. */
  readonly hash: string;
  /** Member that holds the hash of the record before. */
  readonly prev: string;
  /** What the first record follows; nothing where it may follow anything, as in a slice. */
  readonly genesis: string | undefined;
  /** Of `concat-hex`: the member whose text is hashed behind the hash before. */
  readonly text: string | undefined;
}

const ZEROS = '0'.repeat(64);
const PARAMETERS: Readonly<Record<Profile, readonly string[]>> = {
  [AUDIT_LOG]: [],
  'jcs-omit': ['hash', 'prev', 'genesis'],
  'concat-hex': ['hash', 'prev', 'genesis', 'text'],
  'cloudtrail-digest': [],
};

/**
 * `PROFILE` or `PROFILE,name=value,…`: `concat-hex,text=payload,genesis=any`.
 * @throws {AppError} `usage`
 */
export function parseChain(declared: string): ChainSpec {
  const [name = '', ...given] = declared.split(',');
  const profile = PROFILES.find((known) => known === name);
  if (profile === undefined) throw refusal(`there is no chain "${name}"`, `one of: ${PROFILES.join(', ')}`);
  const values = new Map(given.map((parameter) => parameterOf(parameter, profile)));
  const text = values.get('text');
  if (profile === 'concat-hex' && text === undefined)
    throw refusal('concat-hex needs the member that is hashed', 'write --chain concat-hex,text=payload');
  const genesis = values.get('genesis') ?? ZEROS;
  return {
    profile,
    hash: values.get('hash') ?? 'hash',
    prev: values.get('prev') ?? 'prev_hash',
    genesis: genesis === 'any' ? undefined : genesis,
    text,
  };
}

function parameterOf(parameter: string, profile: Profile): [string, string] {
  const equals = parameter.indexOf('=');
  const [name, value] = [parameter.slice(0, equals), parameter.slice(equals + 1)];
  const known = PARAMETERS[profile];
  if (equals === -1 || !known.includes(name) || (value === '' && name !== 'genesis')) {
    const remedy = known.length === 0 ? `write --chain ${profile}` : `${profile} takes ${known.join('=, ')}=`;
    throw refusal(`--chain ${profile} does not take "${parameter}"`, remedy);
  }
  return [name, value];
}

function refusal(what: string, remedy: string): AppError {
  return new AppError('usage', what, remedy);
}

/** The same for every way to write it: stands in the receipt, and decides whether evidence is read again. */
export function chainText({ profile, hash, prev, genesis, text }: ChainSpec): string {
  const shown = [
    hash === 'hash' ? [] : [`hash=${hash}`],
    prev === 'prev_hash' ? [] : [`prev=${prev}`],
    genesis === ZEROS ? [] : [`genesis=${genesis ?? 'any'}`],
    text === undefined ? [] : [`text=${text}`],
  ];
  return [profile, ...shown.flat()].join(',');
}
