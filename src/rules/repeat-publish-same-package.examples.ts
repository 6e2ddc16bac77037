import { namesOf, packages } from './examples/monorepo.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-01T00:00:00Z';
const BOT = { by: 'acme-bot <bot@example.test>' } as const;
const CI = { oidc: true, provenance: true, repository: 'git+https://github.com/acme/parts.git' } as const;

const examples: Examples = [
  {
    name: 'two versions 13 minutes apart',
    source: 'as litellm 2026-03-24, 10:39 and 10:52, which was on another registry; the account is made up',
    files: snapshot('litellm', TAKEN, {
      '1.82.6': { at: '2026-03-20T10:00:00.000Z', ...BOT },
      '1.82.7': { at: '2026-03-24T10:39:00.000Z', ...BOT },
      '1.82.8': { at: '2026-03-24T10:52:00.000Z', ...BOT },
    }),
    expect: [{ subject: 'litellm@1.82.8', severity: 'info' }],
  },
  {
    name: 'two patch versions of each of four packages, an hour apart',
    source: 'as AsyncAPI 2025-11-24; names and times are made up',
    files: packages(namesOf(4), TAKEN, {
      '1.0.0': { at: '2025-01-01T00:00:00.000Z', ...BOT },
      '1.0.1': { at: '2025-11-24T03:58:47.000Z', ...BOT },
      '1.0.2': { at: '2025-11-24T04:58:47.000Z', ...BOT },
    }),
    expect: [{ subject: 'acme-bot', severity: 'info' }],
  },
  {
    name: 'sixty packages twice within minutes by a workflow: info, and no more',
    source: 'as TanStack 2026-05-11; names, number and times are made up',
    files: packages(
      namesOf(60),
      TAKEN,
      { '1.0.1': { at: '2026-05-11T19:20:39.000Z', ...CI }, '1.0.2': { at: '2026-05-11T19:26:14.000Z', ...CI } },
      0,
    ),
    expect: [{ subject: 'acme/parts', severity: 'info' }],
  },
  {
    name: 'sixty packages released once by a workflow; two lines, two accounts and prereleases',
    source: 'made up',
    files: {
      ...packages(namesOf(60), TAKEN, { '1.0.1': { at: '2026-05-11T19:20:39.000Z', ...CI } }, 0),
      ...snapshot('widget', TAKEN, {
        '1.0.0': { at: '2026-03-01T00:00:00.000Z', ...BOT },
        '1.1.0-rc.1': { at: '2026-03-01T00:01:00.000Z', ...BOT },
        '2.0.0': { at: '2026-03-01T00:10:00.000Z', ...BOT },
        '1.0.1': { at: '2026-03-01T00:11:00.000Z', by: 'bob <bob@example.test>' },
      }),
    },
    expect: [],
  },
  {
    name: 'the takedown left only the times',
    source: 'made up: one account cannot be told from two',
    files: snapshot('widget', TAKEN, {
      '1.0.0': { at: '2026-03-01T00:00:00.000Z', gone: true },
      '1.0.1': { at: '2026-03-01T00:10:00.000Z', gone: true },
    }),
    expect: 'no-evidence',
  },
];

export default examples;
