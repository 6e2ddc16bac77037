import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import format from '../../src/formats/verdaccio.ts';
import { readNaively } from '../support/naive.ts';
import { eventsOf, expectConserved, expectHalvesAlike, score } from '../support/verdaccio.ts';

const SAMPLES = '../shared/samples/verdaccio';

describe.runIf(existsSync(SAMPLES))('the real log', () => {
  const text = existsSync(SAMPLES) ? readFileSync(`${SAMPLES}/verdaccio-json.log`, 'utf8') : '';
  const outs = readNaively(format, text);

  it('folds its 297 lines into 34 acts and skips the rest', () => {
    expect(score(text)).toBe(85);
    expectConserved(outs, 297);
    expect(outs.filter(({ kind }) => kind === 'problem')).toEqual([]);
    expect(eventsOf(outs)).toHaveLength(34);
    expect(eventsOf(outs).every(({ outcome, user_agent }) => outcome !== 'unknown' && user_agent !== undefined)).toBe(
      true,
    );
  });

  it('tells what was done to it', () => {
    const writes = eventsOf(outs).filter(({ action }) => /^(?:package|auth)/.test(action));
    expect(writes.map(({ action, version, status }) => [action, version, status])).toEqual([
      ['auth.login', undefined, 201],
      ['auth.login', undefined, 201],
      ['package.published', undefined, 201],
      ['package.published', undefined, 201],
      ['package.dist_tag_changed', undefined, 201],
      ['package.deprecated', '1.0.0', 201],
      ['package.metadata_changed', undefined, 422],
      ['auth.login_failed', undefined, 401],
      ['package.version_deleted', '1.0.1', 201],
    ]);
  });

  it('gives the same events in halves', () => expectHalvesAlike(text, 23));
});
