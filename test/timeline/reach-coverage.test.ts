import { describe, expect, it } from 'vitest';
import type { EvidenceFile } from '../../src/core/rule.ts';
import type { Step } from '../../src/core/step.ts';
import { reachOf } from '../../src/timeline/reach.ts';
import { AXIOS, at, fetched, lookedUp } from './reach-support.ts';
import { file, ruleView } from './rule-view.ts';

describe('coverage', () => {
  const coverage = (...files: readonly EvidenceFile[]) =>
    reachOf(ruleView({ files, steps: [] }), [AXIOS]).coverage.map(({ covers, text }) => [covers, text]);

  it('says whether a log spans the time from publish to removal', () => {
    expect(coverage(file('a.log', 'verdaccio', at('00:00:00'), at('04:00:00')))).toEqual([
      [
        'all',
        expect.stringMatching(
          /^a\.log: 2026-03-31 00:00:00 to 2026-03-31 04:00:00; no fetch of them seen in EV-\w{8}$/,
        ),
      ],
    ]);
    const graded = (first: string, last: string) => coverage(file('a.log', 'verdaccio', at(first), at(last)))[0]?.[0];
    expect(graded('01:00:00', '04:00:00')).toBe('part');
    expect(graded('00:00:00', '01:00:00')).toBe('part');
    expect(graded('04:00:00', '05:00:00')).toBe('none');
    expect(graded('00:00:00', '00:10:00')).toBe('none');
  });

  it('puts the parts of a rotated log together, and tells a silence between them', () => {
    const first = file('p/a.log.1.gz', 'verdaccio', at('00:00:00'), at('01:00:00'));
    expect(coverage(file('p/a.log', 'verdaccio', at('01:00:30'), at('04:00:00')), first)).toHaveLength(1);
    expect(coverage(file('p/a.log', 'verdaccio', at('01:00:30'), at('04:00:00')), first)[0]?.[0]).toBe('all');
    const [[covers, text] = []] = coverage(file('p/a.log', 'verdaccio', at('02:00:00'), at('04:00:00')), first);
    expect(covers).toBe('part');
    expect(text).toContain(
      'nothing from 2026-03-31 01:00:00 to 2026-03-31 02:00:00: no requests, or a part is missing',
    );
    expect(coverage(file('q/a.log', 'verdaccio', at('01:00:30'), at('04:00:00')), first)).toHaveLength(2);
  });

  it('never lets a machine, a project or a mixed log cover all', () => {
    const [start, end] = [at('00:00:00'), at('05:00:00')];
    expect(coverage(file('t', 'aws-cloudtrail', start, end)).map(([covers]) => covers)).toEqual(['part']);
    expect(coverage(file('c', 'npm-cacache-index', start, end)).map(([covers]) => covers)).toEqual(['part', 'none']);
  });

  it('calls a fetch a fetch, and no look-up', () => {
    const files = [file('log', 'verdaccio', at('00:00:00'), at('04:00:00'))];
    const text = (each: Step) => reachOf(ruleView({ files, steps: [each] }), [AXIOS]).coverage[0]?.text;
    expect(text(lookedUp('00:31:00'))).toContain('no fetch of them seen');
    expect(text(fetched('00:31:00', '1.14.1', { outcome: 'denied' }))).toContain('no fetch of them seen');
    expect(text(fetched('00:31:00', '1.14.1'))).not.toContain('no fetch of them seen');
  });

  it('says that there is no log', () => {
    expect(coverage()).toEqual([['none', expect.stringContaining('no log of a registry or proxy is in evidence')]]);
  });

  it('is never whole for a release that was not removed', () => {
    const view = ruleView({ files: [file('a.log', 'verdaccio', at('00:00:00'), at('23:00:00'))] });
    const { removed, ...standing } = AXIOS;
    expect(removed).toBeDefined();
    expect(reachOf(view, [standing]).coverage[0]?.covers).toBe('part');
  });
});
