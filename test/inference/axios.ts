import type { StateView } from '../../src/core/inference.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { packument } from './support.ts';

/** The times of the incident of 2026-03-31, to the millisecond where they are known so. */
const TIMES = {
  created: '2014-08-29T23:08:36.810Z',
  modified: '2026-03-31T01:00:57.900Z',
  '0.30.3': '2026-02-18T17:19:20.000Z',
  '1.14.0': '2026-03-27T19:01:40.915Z',
  '1.14.1': '2026-03-31T00:21:58.168Z',
  '0.30.4': '2026-03-31T01:00:57.285Z',
};

export const MAINTAINER = { name: 'jasonsaayman', email: 'jasonsaayman@gmail.com' };
const HIJACKED = { name: 'jasonsaayman', email: 'ifstap@proton.me' };
const ROBOT = {
  name: 'GitHub Actions',
  email: 'npm-oidc-no-reply@github.com',
  trustedPublisher: { id: 'github', oidcConfigId: 'oidc:9061ef30-3132-49f4-b28c-9338d192a1a9' },
};

function manifest(user: JsonObject, more: JsonObject = {}): JsonObject {
  return { name: 'axios', _npmUser: user, dist: { shasum: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' }, ...more };
}

const GOOD = { '0.30.3': manifest(MAINTAINER), '1.14.0': manifest(ROBOT) };
const BAD = { '1.14.1': manifest(HIJACKED), '0.30.4': manifest(HIJACKED) };

/** The document with both bad versions in it. */
export function axiosBefore(evidence = 'before', taken?: string): StateView {
  const tags = { latest: '1.14.1', legacy: '0.30.4' };
  const document = { name: 'axios', 'dist-tags': tags, versions: { ...GOOD, ...BAD }, time: TIMES };
  return packument(JSON.stringify(document), { evidence, ...(taken !== undefined && { taken }) });
}

/** The document after npm took them down. */
export function axiosAfter(evidence = 'after', taken?: string): StateView {
  const tags = { latest: '1.14.0', legacy: '0.30.3' };
  const time = { ...TIMES, modified: '2026-03-31T03:15:30.000Z' };
  const document = { name: 'axios', 'dist-tags': tags, versions: GOOD, time };
  return packument(JSON.stringify(document), { evidence, ...(taken !== undefined && { taken }) });
}
