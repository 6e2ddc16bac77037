import { auditLog, publishAct } from './examples/audit-log.ts';
import { namesOf, packages } from './examples/monorepo.ts';
import { snapshot } from './examples/packument.ts';
import type { Examples } from './verdict.ts';

const TAKEN = '2026-06-01T00:00:00Z';
const QIX = { by: 'qix <qix@example.test>' } as const;
const CI = { oidc: true, provenance: true, repository: 'git+https://github.com/acme/parts.git' } as const;

const examples: Examples = [
  {
    name: 'eighteen packages of one maintainer in a quarter of an hour',
    source: 'as qix 2025-09-08; names and times are made up',
    files: packages(
      namesOf(18, 'tiny-'),
      TAKEN,
      { '1.0.0': { at: '2023-01-01T00:00:00.000Z', ...QIX }, '1.0.1': { at: '2025-09-08T13:16:00.000Z', ...QIX } },
      50,
    ),
    expect: [
      { subject: 'qix', severity: 'info' },
      { subject: 'qix', severity: 'info' },
    ],
  },
  {
    name: 'sixty packages of one repository by a workflow: info, and no more',
    source: 'made up: the release of a repository of many packages',
    files: packages(namesOf(60), TAKEN, { '2.0.0': { at: '2026-05-11T19:20:00.000Z', ...CI } }, 0),
    expect: [{ subject: 'acme/parts', severity: 'info' }],
  },
  {
    name: 'the log of a registry that does not have all documents',
    source: 'made up: a worm',
    files: {
      'registry.jsonl': auditLog(
        namesOf(7).map((name, i) => publishAct(`2026-03-31T0${i % 5}:00:0${i}.000Z`, 'techsupport', name, '0.0.3')),
      ),
    },
    expect: [{ subject: 'techsupport', severity: 'info' }],
  },
  {
    name: 'five packages over two days, and four at once',
    source: 'made up',
    files: {
      ...packages(
        namesOf(5),
        TAKEN,
        { '1.0.0': { at: '2026-03-01T00:00:00.000Z', by: 'alice <a@example.test>' } },
        36_000,
      ),
      ...packages(
        namesOf(4),
        '2026-06-02T00:00:00Z',
        {
          '1.0.0': { at: '2026-03-01T00:00:00.000Z', by: 'alice <a@example.test>' },
          '1.0.1': { at: '2026-04-01T00:00:00.000Z', by: 'alice <a@example.test>' },
        },
        36_000,
      ),
    },
    expect: [],
  },
  {
    name: 'one package of an account',
    source: 'axios: what else jasonsaayman published was not collected',
    files: snapshot('axios', TAKEN, {
      '0.30.3': { at: '2026-02-18T17:19:20.000Z', by: 'jasonsaayman <jasonsaayman@gmail.com>' },
    }),
    expect: 'no-evidence',
  },
];

export default examples;
