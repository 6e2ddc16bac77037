import { expect, it } from 'vitest';
import { parseUserAgent } from '../../src/registry/user-agent.ts';

const NODE_20 = { runtime: 'node/v20.20.2', os: 'linux', arch: 'x64' };

it.each([
  ['npm/11.19.1 node/v20.20.2 linux x64 workspaces/false', { client: 'npm/11.19.1', ...NODE_20 }],
  [
    'npm/11.19.1 node/v20.20.2 linux x64 workspaces/false ci/github-actions',
    { client: 'npm/11.19.1', ...NODE_20, ci: 'github-actions' },
  ],
  ['npm/6.14.18 node/v20.20.2 linux x64', { client: 'npm/6.14.18', ...NODE_20 }],
  ['npm/? node/v20.20.2 linux x64', { client: 'npm/?', ...NODE_20 }],
  [
    'yarn/1.22.22 npm/? node/v18.0.0 darwin arm64',
    { client: 'yarn/1.22.22', runtime: 'node/v18.0.0', os: 'darwin', arch: 'arm64' },
  ],
  ['pnpm/9.1.0 npm/? node/v20.20.2 linux x64', { client: 'pnpm/9.1.0', ...NODE_20 }],
  ['bun/1.1.0 npm/? node/v20.20.2 linux x64', { client: 'bun/1.1.0', ...NODE_20 }],
  ['Bun/1.1.0', { client: 'Bun/1.1.0' }],
  ['npm/11.19.1', { client: 'npm/11.19.1' }],
  ['npm-registry-fetch@4.0.0/node@v10.0.0+x64 (linux)', { client: 'npm-registry-fetch@4.0.0/node@v10.0.0+x64' }],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36', { client: 'Mozilla/5.0' }],
  ['curl/8.7.1', { client: 'curl/8.7.1' }],
  ['Nexus/3.68.1-02 (OSS; Linux; 6.1.0; amd64)', { client: 'Nexus/3.68.1-02' }],
  ['axios', { client: 'axios' }],
  ['-', {}],
  ['', {}],
  ['8.7.1', {}],
  ['(nobody)', {}],
  ['\u001b[31mcurl/8', {}],
])('%j', (text, expected) => expect(parseUserAgent(text)).toEqual(expected));

it('reads only the start of an endless agent', () => {
  expect(parseUserAgent(`npm/${'1'.repeat(1_000_000)}`).client).toHaveLength(1024);
});
