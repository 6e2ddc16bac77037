import { type PublishLook, snapshot, stamped } from './packument.ts';

/** Versions, times and addresses as the packuments had them; 1.13.6 is made up. */
const JASON = 'jasonsaayman <jasonsaayman@gmail.com>';
const STOLEN = 'jasonsaayman <ifstap@proton.me>';
const NRWISE = 'nrwise <nrwise@proton.me>';
const ADDED = { 'plain-crypto-js': '^4.2.1' } as const;

const AXIOS: Readonly<Record<string, PublishLook>> = {
  '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: JASON },
  '1.13.6': { at: '2026-02-27T10:00:00.000Z', oidc: true, provenance: true },
  '1.14.0': { at: '2026-03-27T19:01:40.915Z', oidc: true, provenance: true },
  '1.14.1': { at: '2026-03-31T00:21:58.168Z', by: STOLEN, dependencies: ADDED },
  '0.30.4': { at: '2026-03-31T01:00:57.285Z', by: STOLEN, dependencies: ADDED },
};

const TAKEN = '2026-03-31T02:10:00Z';
export const AXIOS_SOURCE = 'axios 2026-03-31; 1.13.6 is made up';

/** The package itself, before the takedown. */
export const AXIOS_FILES = snapshot('axios', TAKEN, AXIOS, { tags: { latest: '1.14.1', legacy: '0.30.4' } });

/** What it newly depended on, before npm held it. */
export const CRYPTO_FILES = snapshot('plain-crypto-js', TAKEN, {
  '4.2.0': { at: '2026-03-30T05:57:00.000Z', by: NRWISE },
  '4.2.1': { at: '2026-03-30T23:59:12.000Z', by: NRWISE, scripts: { postinstall: 'node setup.js' } },
});

/** The same afterwards: nothing but the name's age is left. */
export const HELD_FILES = snapshot('plain-crypto-js', '2026-03-31T05:00:00Z', {
  '4.2.0': { at: '2026-03-30T05:57:00.000Z', gone: true },
  '4.2.1': { at: '2026-03-30T23:59:12.000Z', gone: true },
});

/** The morning after: 1.14.1 and 0.30.4 have a time and nothing else. */
export const GONE_FILES = snapshot('axios', '2026-03-31T04:30:00Z', {
  '1.14.1': { at: '2026-03-31T00:21:58.168Z', gone: true },
  '0.30.4': { at: '2026-03-31T01:00:57.285Z', gone: true },
});

/** An advisory in the form of OSV. */
export function advisory(
  id: string,
  name: string,
  versions: readonly string[],
  published: string,
): Record<string, string> {
  const affected = [{ package: { ecosystem: 'npm', name }, versions }];
  const text = {
    schema_version: '1.7.4',
    id,
    published,
    modified: published,
    summary: `Malicious code in ${name}`,
    affected,
  };
  return { [stamped(id, published)]: JSON.stringify(text) };
}
