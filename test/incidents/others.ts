import { type Expectation, each, type Hit, LOGS, without } from './expectation.ts';

const NX = [
  ['nx@21.5.0', '2025-08-26T22:32:25.000Z'],
  ['@nx/devkit@21.5.0', '2025-08-26T22:32:45.000Z'],
  ['@nx/js@21.5.0', '2025-08-26T22:33:25.000Z'],
  ['@nx/workspace@21.5.0', '2025-08-26T22:34:05.000Z'],
  ['@nx/node@21.5.0', '2025-08-26T22:34:45.000Z'],
  ['@nx/eslint@21.5.0', '2025-08-26T22:35:25.000Z'],
  ['nx@20.9.0', '2025-08-26T22:39:32.000Z'],
].map(([about = '', before = '']): Hit => ({ about, before }));

const UA = [
  ['ua-parser-js@0.7.29', '2021-10-22T12:15:21.378Z'],
  ['ua-parser-js@0.8.0', '2021-10-22T12:16:26.000Z'],
  ['ua-parser-js@1.0.0', '2021-10-22T12:26:02.000Z'],
].map(([about = '', before = '']): Hit => ({ about, before }));

const SOLANA = [
  ['@solana/web3.js@1.95.6', '2024-12-02T15:20:00.000Z'],
  ['@solana/web3.js@1.95.7', '2024-12-02T18:30:00.000Z'],
].map(([about = '', before = '']): Hit => ({ about, before }));

const PRETTIER = [
  ['eslint-config-prettier@10.1.6', '2025-07-18T13:01:00.000Z'],
  ['eslint-config-prettier@9.1.1', '2025-07-18T13:05:00.000Z'],
  ['eslint-config-prettier@8.10.1', '2025-07-18T13:09:00.000Z'],
  ['eslint-config-prettier@10.1.7', '2025-07-18T13:13:00.000Z'],
].map(([about = '', before = '']): Hit => ({ about, before }));

const POSTHOG = [
  ['posthog-node@4.18.1', '2025-11-24T04:11:02.000Z'],
  ['posthog-node@5.11.3', '2025-11-24T04:11:11.000Z'],
  ['posthog-node@5.13.3', '2025-11-24T04:11:20.000Z'],
  ['posthog-js@1.297.3', '2025-11-24T04:11:29.000Z'],
  ['posthog-react-native@4.11.1', '2025-11-24T04:11:38.000Z'],
  ['posthog-docusaurus@2.0.6', '2025-11-24T04:11:47.000Z'],
  ['@posthog/nextjs-config@1.5.1', '2025-11-24T04:11:56.000Z'],
].map(([about = '', before = '']): Hit => ({ about, before }));

/** Incidents before 2026. */
export const OTHERS: readonly Expectation[] = [
  {
    folder: 'nx-2025',
    fires: {
      'provenance-downgrade': NX,
      'install-script-added': NX,
      'multi-line-publish': [{ about: 'nx', before: '2025-08-26T22:39:32.000Z', says: ['7 min'] }],
      'actor-publish-burst': [{ about: 'nx-publisher' }],
      'version-vanished': each(['nx@21.5.0', 'nx@20.9.0'], { before: '2025-08-27T02:44:00.000Z' }),
      'publish-without-source-ref': NX,
      'ci-exposure-then-publish': [
        { about: 'nrwl/nx', before: '2025-08-24T14:20:44.119Z', severity: 'high', says: ['2 d'] },
      ],
      'traces-deleted': [{ about: 'nrwl/nx', before: '2025-08-24T14:20:44.119Z', severity: 'high' }],
    },
    silent: [
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'dormant-publisher',
      'repeat-publish-same-package',
      'latest-tag-regressed',
    ],
    noEvidence: ['account-change-then-publish', 'new-token-then-publish', 'token-from-new-place'],
    quiet: ['owner-change-around-publish', 'publish-unpublish-flap', 'mass-unpublish', 'publish-from-anomalous-run'],
  },
  {
    folder: 'eslint-scope-2018',
    fires: {
      'new-token-then-publish': [
        { about: 'eslint-config-eslint@5.0.2', says: ['4 h 36 min'] },
        { about: 'eslint-scope@3.7.2', optional: true },
      ],
      'publish-unpublish-flap': [
        { about: 'eslint-config-eslint@5.0.2', before: '2018-07-12T10:25:00.000Z', says: ['36 min'] },
      ],
      'install-script-added': [
        { about: 'eslint-config-eslint@5.0.2', before: '2018-07-12T09:49:00.000Z' },
        { about: 'eslint-scope@3.7.2', before: '2018-07-12T10:40:00.000Z' },
      ],
      'version-vanished': [
        // Removed by its own publisher: a benign cause by itself, and publish-unpublish-flap speaks of it.
        { about: 'eslint-config-eslint@5.0.2', before: '2018-07-12T10:25:00.000Z', optional: true },
        { about: 'eslint-scope@3.7.2', before: '2018-07-12T12:37:00.000Z' },
      ],
      'publish-without-source-ref': [{ about: 'eslint-scope@3.7.2', before: '2018-07-12T10:40:00.000Z' }],
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'dormant-publisher',
      'repeat-publish-same-package',
      'multi-line-publish',
      'latest-tag-regressed',
    ],
    noEvidence: without(LOGS, 'account-change-then-publish', 'new-token-then-publish'),
    quiet: ['actor-publish-burst', 'account-change-then-publish', 'owner-change-around-publish', 'mass-unpublish'],
  },
  {
    folder: 'solana-2024',
    fires: {
      'publish-without-source-ref': SOLANA,
      'version-vanished': each(['@solana/web3.js@1.95.6', '@solana/web3.js@1.95.7'], {
        before: '2024-12-03T05:00:00.000Z',
      }),
      // The clean version, by another owner: hints once they stand in an incident.
      'dormant-publisher': [{ about: '@solana/web3.js@1.95.8', before: '2024-12-02T20:25:00.000Z' }],
      'owner-change-around-publish': [{ about: '@solana/web3.js@1.95.8', says: ['solana-publisher was removed'] }],
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'install-script-added',
      'multi-line-publish',
      'repeat-publish-same-package',
      'latest-tag-regressed',
    ],
    noEvidence: LOGS,
    quiet: ['actor-publish-burst', 'publish-unpublish-flap', 'mass-unpublish'],
  },
  {
    folder: 'qix-2025',
    fires: {
      'dormant-publisher': [
        { about: 'ansi-styles@6.2.2', before: '2025-09-08T13:12:00.000Z' },
        { about: 'is-arrayish@0.3.3', before: '2025-09-08T13:14:00.000Z' },
        { about: 'backslash@0.2.1', before: '2025-09-08T13:18:00.000Z' },
        // Clean versions, by another owner: hints once they stand in an incident.
        ...each(['ansi-styles@6.2.3', 'backslash@0.2.2', 'color-convert@3.1.2', 'debug@4.4.3', 'is-arrayish@0.3.4']),
      ],
      'actor-publish-burst': [{ about: 'qix', says: ['6 packages'] }, { about: 'second-owner' }],
      'publish-without-source-ref': [{ about: 'chalk@5.6.1', before: '2025-09-08T13:16:00.000Z' }],
      'version-vanished': each(
        [
          'ansi-styles@6.2.2',
          'backslash@0.2.1',
          'chalk@5.6.1',
          'color-convert@3.1.1',
          'debug@4.4.2',
          'is-arrayish@0.3.3',
        ],
        { before: '2025-09-08T19:40:00.000Z' },
      ),
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'install-script-added',
      'multi-line-publish',
      'repeat-publish-same-package',
      'latest-tag-regressed',
    ],
    noEvidence: LOGS,
    quiet: ['owner-change-around-publish', 'publish-unpublish-flap', 'mass-unpublish'],
  },
  {
    folder: 'event-stream-2018',
    fires: {
      'dormant-publisher': [{ about: 'event-stream@3.3.6', before: '2018-09-09T00:00:00.000Z', severity: 'high' }],
      'owner-change-around-publish': [{ about: 'right9ctrl', before: '2018-09-09T00:00:00.000Z' }],
      'version-vanished': [{ about: 'event-stream@3.3.6', before: '2018-11-26T16:00:00.000Z' }],
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'non-registry-dependency-added',
      'install-script-added',
      'multi-line-publish',
      'repeat-publish-same-package',
      'latest-tag-regressed',
      'publish-without-source-ref',
    ],
    noEvidence: LOGS,
    quiet: ['actor-publish-burst', 'publish-unpublish-flap', 'mass-unpublish'],
    // By age it does not fire; by its arm for dependencies with fewer than three versions it does.
    open: ['young-dependency-added'],
  },
  {
    folder: 'ua-parser-js-2021',
    fires: {
      'install-script-added': UA,
      'multi-line-publish': [{ about: 'ua-parser-js' }],
      'version-vanished': each(['ua-parser-js@0.7.29', 'ua-parser-js@0.8.0', 'ua-parser-js@1.0.0'], {
        before: '2021-10-22T16:16:08.807Z',
      }),
      'publish-without-source-ref': UA,
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'dormant-publisher',
      'latest-tag-regressed',
    ],
    noEvidence: LOGS,
    quiet: ['actor-publish-burst', 'owner-change-around-publish', 'publish-unpublish-flap', 'mass-unpublish'],
    // 0.7.29 and 0.8.0 are one line or two: the documents leave that to a setting.
    open: ['repeat-publish-same-package'],
  },
  {
    folder: 'eslint-config-prettier-2025',
    fires: {
      'latest-tag-regressed': [{ about: 'eslint-plugin-prettier', before: '2025-07-18T13:41:00.000Z' }],
      'multi-line-publish': [{ about: 'eslint-config-prettier' }],
      'install-script-added': [
        ...PRETTIER,
        { about: 'eslint-plugin-prettier@4.2.2', before: '2025-07-18T13:20:00.000Z' },
        { about: 'eslint-plugin-prettier@4.2.3', before: '2025-07-18T13:41:00.000Z' },
      ],
      'repeat-publish-same-package': [{ about: 'eslint-config-prettier@10.1.7', before: '2025-07-18T13:13:00.000Z' }],
      'version-vanished': PRETTIER.map(({ about }) => ({ about, before: '2025-07-18T20:00:00.000Z' })),
      'publish-without-source-ref': PRETTIER,
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'dormant-publisher',
    ],
    noEvidence: LOGS,
    quiet: ['actor-publish-burst', 'owner-change-around-publish', 'publish-unpublish-flap', 'mass-unpublish'],
  },
  {
    folder: 'posthog-2025',
    fires: {
      'install-script-added': POSTHOG,
      'multi-line-publish': [{ about: 'posthog-node' }],
      'repeat-publish-same-package': [{ about: 'posthog-node@5.13.3', before: '2025-11-24T04:11:20.000Z' }],
      'actor-publish-burst': [{ about: 'posthog-npm' }],
      'version-vanished': POSTHOG.slice(0, 4).map(({ about }) => ({ about, before: '2025-11-24T09:30:00.000Z' })),
      'publish-without-source-ref': POSTHOG,
      'ci-exposure-then-publish': [
        { about: 'PostHog/posthog-js', before: '2025-11-18T17:40:51.000Z', severity: 'info' },
        { about: 'PostHog/posthog-js', before: '2025-11-23T15:52:00.000Z', severity: 'high', says: ['12 h 43 min'] },
      ],
      'traces-deleted': [
        {
          about: 'PostHog/posthog-js',
          before: '2025-11-23T15:52:00.000Z',
          severity: 'high',
          says: ['19600000111', '19610000333'],
        },
      ],
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'young-dependency-added',
      'non-registry-dependency-added',
      'dormant-publisher',
      'latest-tag-regressed',
    ],
    noEvidence: ['account-change-then-publish', 'new-token-then-publish'],
    quiet: [
      'owner-change-around-publish',
      'publish-unpublish-flap',
      'mass-unpublish',
      'publish-from-anomalous-run',
      'token-from-new-place',
    ],
  },
];
