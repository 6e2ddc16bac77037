import type { Fetch, Reach } from '../reach/fetch.ts';
import { stamp } from '../when.ts';
import type { Rotation } from './rotation.ts';

/**
 * Machines that have a bad release, or are likely to: an install script runs with the rights of whoever installs, so
 * all that this user can read there counts as taken. Whether it was dealt with, no evidence that is read here shows.
 */
export function machineRotations({ fetches }: Reach): readonly Rotation[] {
  return fetches
    .filter(({ grade }) => grade !== 'possible')
    .map((fetch) => ({
      kind: 'machine',
      what: `everything that ${nameOf(fetch)} can read`,
      why: whyOf(fetch),
      citations: fetch.citations,
    }));
}

function nameOf({ who, ip, host, file, client }: Fetch): string {
  const place = host ?? ip;
  if (who !== undefined) return place === undefined ? who : `${who} at ${place}`;
  return place ?? (file === undefined ? (client ?? 'an unknown client') : `the machine of ${file}`);
}

function whyOf({ grade, releases, first }: Fetch): string {
  const when = first === undefined ? 'nobody knows when' : `first by ${stamp(first)}`;
  const has = grade === 'confirmed' ? 'has fetched or installed' : 'is likely to have';
  return `${has} ${releases.join(', ')}, ${when}`;
}
