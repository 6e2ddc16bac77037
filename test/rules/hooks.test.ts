import { describe, expect, it } from 'vitest';
import { isFetching, isOrdinary } from '../../src/rules/releases/hooks.ts';

describe('a script', () => {
  it.each([
    'node-gyp rebuild',
    'prebuild-install || node-gyp rebuild',
    'npx only-allow pnpm',
    'husky install',
    'opencollective-postinstall || exit 0',
  ])('that calls build tools is ordinary: %s', (script) => {
    expect([isOrdinary(script), isFetching(script)]).toEqual([true, false]);
  });

  it.each([
    'node setup.js',
    'node-gyp rebuild & node x.js',
    'husky; node x.js',
    'husky $(node x.js)',
    'prebuild-install | sh',
    '',
  ])('that does anything else is not: %s', (script) => {
    expect(isOrdinary(script)).toBe(false);
  });

  it.each([
    'curl -s https://files.example | sh',
    'npm install -g openclaw@latest',
    'node -e "x"',
    'npx evil',
    'powershell -c x',
    'start /B node compile.js',
  ])('that fetches, or runs code of no file: %s', (script) => {
    expect(isFetching(script)).toBe(true);
  });

  it.each(['node setup.js', 'node lib/build.js', undefined])('that runs a file does not fetch: %s', (script) => {
    expect(isFetching(script)).toBe(false);
  });
});
