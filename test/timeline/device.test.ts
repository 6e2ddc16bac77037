import { describe, expect, it } from 'vitest';
import { Devices, deviceText } from '../../src/timeline/device.ts';
import { step } from './support.ts';

const MAC = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:139.0) Gecko/20100101 Firefox/139.0';
const KIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('the device of an agent', () => {
  it.each([
    ['npm/11.6.2 node/v22.20.0 darwin arm64 workspaces/false', 'npm/11.6.2 on darwin'],
    ['npm/11.9.0 node/v22.20.0 linux x64 workspaces/false ci/github-actions', 'npm/11.9.0 on linux in github-actions'],
    ['git/2.47.1', 'git/2.47.1'],
    ['curl/8.5.0', 'curl/8.5.0'],
    [MAC, 'Firefox 139 on macOS'],
    [`Mozilla/5.0 (X11; Linux x86_64) ${KIT} Chrome/136.0.0.0 Safari/537.36`, 'Chrome 136 on Linux'],
    [`Mozilla/5.0 (Linux; Android 14) ${KIT} Chrome/136.0.0.0 Mobile Safari/537.36`, 'Chrome 136 on Android'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64) ${KIT} Chrome/136.0.0.0 Safari/537.36 Edg/136.0`, 'Edge 136 on Windows'],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
      'Safari 18 on iOS',
    ],
    ['Mozilla/5.0 (compatible)', undefined],
    ['', undefined],
    [`Mozilla/5.0 ${'('.repeat(100_000)}`, undefined],
  ])('%s', (agent, device) => {
    expect(deviceText(agent)).toBe(device);
  });
});

describe('devices of a story', () => {
  const act = (actor: string, agent?: string) =>
    step({ action: 'auth.login', actor, ...(agent !== undefined && { user_agent: agent }) });

  it('are told when they change', () => {
    const devices = new Devices();
    const steps = [act('a', MAC), act('a', MAC), act('b', MAC), act('a'), act('a', 'curl/8.5.0'), act('a', MAC)];
    const firefox = 'Firefox 139 on macOS';
    expect(steps.map((each) => devices.news(each))).toEqual([
      firefox,
      undefined,
      firefox,
      undefined,
      'curl/8.5.0',
      firefox,
    ]);
  });
});
