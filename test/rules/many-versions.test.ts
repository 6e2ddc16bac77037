import { describe, expect, it } from 'vitest';
import { INFERENCES } from '../../src/inference/index.ts';
import dormantPublisher from '../../src/rules/dormant-publisher.ts';
import { type PublishLook, snapshot } from '../../src/rules/examples/packument.ts';
import installScriptAdded from '../../src/rules/install-script-added.ts';
import latestTagRegressed from '../../src/rules/latest-tag-regressed.ts';
import nonRegistryDependencyAdded from '../../src/rules/non-registry-dependency-added.ts';
import provenanceDowngrade from '../../src/rules/provenance-downgrade.ts';
import publishAuthDowngrade from '../../src/rules/publish-auth-downgrade.ts';
import publisherEmailChanged from '../../src/rules/publisher-email-changed.ts';
import youngDependencyAdded from '../../src/rules/young-dependency-added.ts';
import { judge } from '../../src/tasks/detect/judge.ts';
import { CaseRuleView } from '../../src/tasks/detect/rule-view.ts';
import { inCaseOf } from '../../src/tasks/rules/run-example.ts';

const RULES = [
  provenanceDowngrade,
  publishAuthDowngrade,
  publisherEmailChanged,
  dormantPublisher,
  youngDependencyAdded,
  nonRegistryDependencyAdded,
  installScriptAdded,
  latestTagRegressed,
];
const START = Date.UTC(2016, 0, 1);
const SIX_HOURS = 6 * 3600 * 1000;

/** A day of each way to publish in turn, each version with some of what the rules look at. */
function look(i: number): PublishLook {
  const at = new Date(START + i * SIX_HOURS).toISOString();
  const how = i % 2 === 0 ? { oidc: true, provenance: true } : { by: `a${i % 7} <a${i % 70}@example.test>` };
  const dependencies = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`d${(i % 400) + n}`, '^1.0.0']));
  const git = i % 5 === 0 ? { glue: 'acme/glue' } : {};
  const scripts = i % 11 === 0 ? { postinstall: `node ${i}.js` } : {};
  return { at, ...how, dependencies: { ...dependencies, ...git }, scripts };
}

const VERSIONS = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`${i % 9}.${i}.0`, look(i)]));

/** What is judged and said: no rule may look at every pair of versions, or this takes minutes. */
const EXPECTED = {
  'provenance-downgrade': { status: 'fired', judged: 5000 },
  'publish-auth-downgrade': { status: 'fired', judged: 5000 },
  'publisher-email-changed': { status: 'fired', judged: 4993 },
  'dormant-publisher': { status: 'silent', judged: 5000 },
  'young-dependency-added': { status: 'silent', judged: 4601 },
  'non-registry-dependency-added': { status: 'fired', judged: 5000 },
  'install-script-added': { status: 'fired', judged: 5000 },
  'latest-tag-regressed': { status: 'fired', judged: 1 },
};

describe('a package with 5,000 versions', () => {
  it('is judged by every rule', { timeout: 120_000 }, async () => {
    const files = {
      ...snapshot('widget', '2026-01-01T00:00:00Z', VERSIONS),
      ...snapshot('widget', '2026-01-02T00:00:00Z', VERSIONS, { tags: { latest: '1.10.0' } }),
    };
    const results = await inCaseOf(files, (reader) => judge(RULES, new CaseRuleView(reader, INFERENCES)));
    const said = results.map(({ rule, status, judged }) => [rule.id, { status, judged }]);
    expect(Object.fromEntries(said)).toEqual(EXPECTED);
  });
});
