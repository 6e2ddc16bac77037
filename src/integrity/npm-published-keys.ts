import type { ListedKey } from './npm-keyring.ts';

/** When this list was last changed at its source, UTC. */
export const KEYS_OF = '2026-05-26';

/**
 * The keys that npm's registry signs with, as sigstore's TUF repository distributes them: sigstore/sigstore-js,
 * `packages/tuf/seeds.json`, commit 769a53d8713248a8bf49edfc2a5d1955b0dcc24d.
 * Public keys only.
 */
export const PUBLISHED_KEYS: readonly ListedKey[] = [
  {
    id: 'SHA256:jl3bwswu80PjjokCgh0o2w5c2U4LhQAE57gj9cz1kzA',
    usage: 'npm:signatures',
    material:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1Olb3zMAFFxXKHiIkQO5cJ3Yhl5i6UPp+IhuteBJbuHcA5UogKo0EWtlWwW6KSaKoTNEYL7JlCQiVnkhBktUgg==',
    starts: '1999-01-01T00:00:00.000Z',
    expires: '2025-01-29T00:00:00.000Z',
  },
  {
    id: 'SHA256:jl3bwswu80PjjokCgh0o2w5c2U4LhQAE57gj9cz1kzA',
    usage: 'npm:attestations',
    material:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE1Olb3zMAFFxXKHiIkQO5cJ3Yhl5i6UPp+IhuteBJbuHcA5UogKo0EWtlWwW6KSaKoTNEYL7JlCQiVnkhBktUgg==',
    starts: '2022-12-01T00:00:00.000Z',
    expires: '2025-01-29T00:00:00.000Z',
  },
  {
    id: 'SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U',
    usage: 'npm:signatures',
    material:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEY6Ya7W++7aUPzvMTrezH6Ycx3c+HOKYCcNGybJZSCJq/fd7Qa8uuAKtdIkUQtQiEKERhAmE5lMMJhP8OkDOa2g==',
    starts: '2025-01-13T00:00:00.000Z',
  },
  {
    id: 'SHA256:DhQ8wR5APBvFHLF/+Tc+AYvPOdTpcIDqOhxsBHRwC7U',
    usage: 'npm:attestations',
    material:
      'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEY6Ya7W++7aUPzvMTrezH6Ycx3c+HOKYCcNGybJZSCJq/fd7Qa8uuAKtdIkUQtQiEKERhAmE5lMMJhP8OkDOa2g==',
    starts: '2025-01-13T00:00:00.000Z',
  },
];
