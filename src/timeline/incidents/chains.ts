/** A pattern of findings that belongs together: a name for what they match, not a verdict on people. */
export interface Chain {
  readonly name: string;
  /** Of each group at least one rule has to have fired. */
  readonly needs: readonly (readonly string[])[];
  /** Further rules that fit in; they say how well it matches. */
  readonly fits: readonly string[];
}

const ACCOUNT = ['publisher-email-changed', 'account-change-then-publish', 'token-from-new-place'];
const ODD_RELEASE = [
  'provenance-downgrade',
  'publish-auth-downgrade',
  'young-dependency-added',
  'non-registry-dependency-added',
  'install-script-added',
  'publish-without-source-ref',
];
const PIPELINE = ['publish-from-anomalous-run', 'ci-exposure-then-publish'];

/**
 * Each was seen at least twice, but the last ones: axios and Mastra 2026, eslint-scope 2018; nx and PostHog 2025; TanStack,
 * AsyncAPI and keyv 2026; node-ipc 2026 and coa 2021; event-stream 2018; qix and DuckDB 2025; left-pad 2016.
 */
export const CHAINS: readonly Chain[] = [
  {
    name: 'account takeover',
    needs: [[...ACCOUNT, 'new-token-then-publish'], ODD_RELEASE],
    fits: ['multi-line-publish', 'version-vanished', 'traces-deleted', 'repeat-publish-same-package'],
  },
  {
    name: 'stolen CI credential',
    needs: [['ci-exposure-then-publish'], ODD_RELEASE],
    fits: ['traces-deleted', 'multi-line-publish', 'actor-publish-burst', 'version-vanished'],
  },
  {
    name: 'pipeline taken over',
    needs: [PIPELINE, ['publish-from-anomalous-run', 'actor-publish-burst', 'repeat-publish-same-package']],
    fits: ['traces-deleted', 'non-registry-dependency-added', 'version-vanished'],
  },
  {
    name: 'publish around the pipeline',
    needs: [
      ['provenance-downgrade', 'publish-auth-downgrade'],
      ['install-script-added', 'multi-line-publish', 'publish-without-source-ref'],
    ],
    fits: ['actor-publish-burst', 'repeat-publish-same-package', 'version-vanished'],
  },
  {
    name: 'package handed over, then changed',
    needs: [['owner-change-around-publish'], ['young-dependency-added', 'install-script-added', 'dormant-publisher']],
    fits: ['multi-line-publish', 'version-vanished'],
  },
  {
    name: 'dormant owner',
    needs: [
      ['dormant-publisher'],
      ['multi-line-publish', 'install-script-added', 'actor-publish-burst', 'young-dependency-added'],
    ],
    fits: ['repeat-publish-same-package', 'publish-without-source-ref', 'version-vanished'],
  },
  {
    name: 'publish and take back',
    needs: [['publish-unpublish-flap'], ['new-token-then-publish', ...ODD_RELEASE]],
    fits: ['version-vanished', 'traces-deleted'],
  },
  {
    name: 'several releases with a new install script',
    needs: [['install-script-added'], ['multi-line-publish', 'repeat-publish-same-package', 'actor-publish-burst']],
    fits: ['latest-tag-regressed', 'publish-without-source-ref', 'version-vanished'],
  },
  {
    name: 'many packages from outside the repository',
    needs: [['actor-publish-burst'], ['publish-without-source-ref']],
    fits: ['version-vanished', 'dormant-publisher'],
  },
  {
    name: 'releases taken down',
    needs: [['version-vanished'], ['multi-line-publish', 'publish-without-source-ref', 'repeat-publish-same-package']],
    fits: [],
  },
  { name: 'mass removal', needs: [['mass-unpublish']], fits: ['version-vanished'] },
];

/** Names of the patterns that the rules match, the one that explains most of them first. */
export function patternsOf(fired: ReadonlySet<string>): readonly string[] {
  const matched = CHAINS.flatMap(({ name, needs, fits }) => {
    const met = needs.every((group) => group.some((rule) => fired.has(rule)));
    const explained = new Set([...needs.flat(), ...fits].filter((rule) => fired.has(rule)));
    return met ? [{ name, weight: explained.size }] : [];
  });
  return matched.toSorted((a, b) => b.weight - a.weight).map(({ name }) => name);
}
