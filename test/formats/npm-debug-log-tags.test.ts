import { expect, it } from 'vitest';
import { type EventMembers, membersOf } from '../../src/core/event.ts';
import format from '../../src/formats/npm-debug-log.ts';
import { readNaively } from '../support/naive.ts';

const LISTED = 'http fetch GET 200 https://registry.example/-/package/@acme%2fwidget/dist-tags 162ms';

/** What a run did, look-ups aside: npm does not log the request that sets a tag. */
function acts(title: string, lines: readonly string[]): EventMembers[] {
  const start = ['verbose cli /usr/bin/node /usr/bin/npm', 'info using npm@11.19.1', `verbose title ${title}`];
  const text = [...start, ...lines, LISTED, 'verbose exit 0'].map((line, n) => `${n} ${line}`).join('\n');
  const outs = readNaively(format, text);
  const events = outs.flatMap((out) => (out.kind === 'event' ? [membersOf(out.event)] : []));
  return events.filter(({ action }) => action !== 'artifact.metadata_read');
}

const ADD = 'npm dist-tag add @acme/widget@1.0.1 beta';
const ADDING = 'verbose dist-tag add beta to @acme/widget@1.0.1';

it('a tag that was set', () => {
  const [event, ...more] = acts(ADD, [ADDING]);
  expect(more).toEqual([]);
  expect(event).toMatchObject({
    action: 'package.dist_tag_changed',
    outcome: 'success',
    package: '@acme/widget',
    version: '1.0.1',
    tag: 'beta',
  });
  expect([event?.url, event?.status]).toEqual([undefined, undefined]);
});

it('a tag that was so before', () => {
  const kept = 'warn dist-tag add beta is already set to version 1.0.1';
  expect(acts(ADD, [ADDING, kept])).toMatchObject([{ action: 'other', outcome: 'success' }]);
});

it('a tag that was taken away', () => {
  expect(acts('npm dist-tag rm @acme/widget beta', ['verbose dist-tag del beta from @acme/widget'])).toMatchObject([
    { action: 'package.dist_tag_changed', package: '@acme/widget', tag: 'beta' },
  ]);
});
