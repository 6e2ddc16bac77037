import { type Expectation, each, type Hit, LOGS } from './expectation.ts';

const AXIOS: readonly Hit[] = [
  { about: 'axios@1.14.1', before: '2026-03-31T00:21:58.168Z' },
  { about: 'axios@0.30.4', before: '2026-03-31T01:00:57.285Z' },
];
const [AXIOS_1, AXIOS_0] = [AXIOS.slice(0, 1), AXIOS.slice(1)];

const WIDGET: readonly Hit[] = [{ about: '@acme/widget@1.4.3', before: '2026-06-09T03:41:27.498Z' }];

/** The folders that a responder collected. */
export const AXIOS_ACME: readonly Expectation[] = [
  {
    folder: 'axios-2026',
    exit: 3,
    fires: {
      'provenance-downgrade': AXIOS_1,
      'publish-auth-downgrade': AXIOS,
      'publisher-email-changed': AXIOS,
      'young-dependency-added': [
        ...AXIOS_1.map((hit) => ({ ...hit, says: ['22 min 46 s', '18 h 25 min'] })),
        ...AXIOS_0,
      ],
      'install-script-added': [
        { about: 'plain-crypto-js@4.2.1' },
        ...each(['axios@1.14.1', 'axios@0.30.4'], { optional: true }),
      ],
      'multi-line-publish': [{ about: 'axios', before: '2026-03-31T01:00:57.285Z' }],
      'version-vanished': [
        ...each(['axios@1.14.1', 'axios@0.30.4'], { before: '2026-03-31T03:15:30.000Z' }),
        ...each(['plain-crypto-js@4.2.0', 'plain-crypto-js@4.2.1'], { before: '2026-03-31T04:26:00.000Z' }),
        // Held packages are a finding of their own.
        { about: 'plain-crypto-js@0.0.1-security.0', before: '2026-03-31T04:26:00.000Z', optional: true },
      ],
      'publish-without-source-ref': AXIOS,
    },
    silent: [
      'non-registry-dependency-added',
      'dormant-publisher',
      'repeat-publish-same-package',
      'latest-tag-regressed',
    ],
    noEvidence: LOGS,
    quiet: ['actor-publish-burst', 'owner-change-around-publish', 'publish-unpublish-flap', 'mass-unpublish'],
    judged: { 'provenance-downgrade': ['axios@0.30.4'] },
  },
  {
    folder: 'axios-2026-morning-after',
    exit: 3,
    lost: ['axios@1.14.1', 'axios@0.30.4'],
    fires: {
      'multi-line-publish': [{ about: 'axios', before: '2026-03-31T01:00:57.285Z' }],
      'version-vanished': each(['axios@1.14.1', 'axios@0.30.4'], { before: '2026-03-31T03:15:30.000Z' }),
      'publish-without-source-ref': AXIOS,
    },
    silent: [],
    noEvidence: [
      ...LOGS,
      'provenance-downgrade',
      'publish-auth-downgrade',
      'publisher-email-changed',
      'dormant-publisher',
      'owner-change-around-publish',
      'young-dependency-added',
      'non-registry-dependency-added',
      'install-script-added',
      'actor-publish-burst',
      'repeat-publish-same-package',
      'latest-tag-regressed',
      'publish-unpublish-flap',
      'mass-unpublish',
    ],
    quiet: [],
  },
  {
    folder: 'acme-2026',
    fires: {
      'publisher-email-changed': WIDGET,
      'account-change-then-publish': [{ about: '@acme/widget@1.4.3' }],
      'new-token-then-publish': [{ about: '@acme/widget@1.4.3', says: ['7 min 8 s'] }],
      'token-from-new-place': [{ about: '@acme/widget@1.4.3', certainty: 'certain' }],
      'install-script-added': WIDGET,
      'version-vanished': [{ about: '@acme/widget@1.4.3' }],
      'publish-without-source-ref': WIDGET,
      'traces-deleted': [{ about: 'acme/widget', before: '2026-06-09T03:24:51.730Z' }],
      'ci-exposure-then-publish': [{ about: '@acme/widget', before: '2026-06-09T03:24:51.730Z', severity: 'high' }],
    },
    silent: [
      'provenance-downgrade',
      'publish-auth-downgrade',
      'multi-line-publish',
      'young-dependency-added',
      'non-registry-dependency-added',
      'latest-tag-regressed',
      'repeat-publish-same-package',
      'dormant-publisher',
    ],
    noEvidence: [],
    quiet: [
      'actor-publish-burst',
      'owner-change-around-publish',
      'publish-unpublish-flap',
      'mass-unpublish',
      'publish-from-anomalous-run',
    ],
  },
];
