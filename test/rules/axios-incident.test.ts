import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/core/rule.ts';
import { INFERENCES } from '../../src/inference/index.ts';
import dormantPublisher from '../../src/rules/dormant-publisher.ts';
import installScriptAdded from '../../src/rules/install-script-added.ts';
import latestTagRegressed from '../../src/rules/latest-tag-regressed.ts';
import nonRegistryDependencyAdded from '../../src/rules/non-registry-dependency-added.ts';
import provenanceDowngrade from '../../src/rules/provenance-downgrade.ts';
import publishAuthDowngrade from '../../src/rules/publish-auth-downgrade.ts';
import publisherEmailChanged from '../../src/rules/publisher-email-changed.ts';
import youngDependencyAdded from '../../src/rules/young-dependency-added.ts';
import { CaseReader } from '../../src/store/case-reader.ts';
import { judge, type RuleResult } from '../../src/tasks/detect/judge.ts';
import { CaseRuleView } from '../../src/tasks/detect/rule-view.ts';
import { ACME, AXIOS, ingest, MORNING_AFTER, temporaryFolder } from '../support/cases.ts';

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
const folder = temporaryFolder();

async function resultsOf(name: string, evidence: string): Promise<ReadonlyMap<Rule, RuleResult>> {
  const db = join(folder, `${name}.db`);
  await ingest(db, evidence);
  const reader = new CaseReader(db);
  try {
    return new Map(judge(RULES, new CaseRuleView(reader, INFERENCES)).map((result) => [result.rule, result]));
  } finally {
    reader.close();
  }
}

const [axios, morning, acme] = [
  await resultsOf('axios', AXIOS),
  await resultsOf('morning', MORNING_AFTER),
  await resultsOf('acme', ACME),
];

function said(results: ReadonlyMap<Rule, RuleResult>, rule: Rule): readonly string[] {
  const { findings = [], error } = results.get(rule) ?? {};
  expect(error).toBeUndefined();
  return findings.map(({ severity, subject, fact }) => `${severity} ${subject}: ${fact}`);
}

function detailsOf(results: ReadonlyMap<Rule, RuleResult>, rule: Rule, subject: string): readonly string[] {
  return results.get(rule)?.findings.find((finding) => finding.subject === subject)?.details ?? [];
}

describe('the takeover of axios, with the packuments of 02:10', () => {
  it('came without the trusted publisher, on both lines', () => {
    expect(said(axios, publishAuthDowngrade)).toEqual([
      'high axios@1.14.1: by jasonsaayman, not by OIDC; 1.14.0 was, 3 d 5 h before',
      'high axios@0.30.4: by jasonsaayman, not by OIDC; 1.14.0 was, 3 d 5 h before',
    ]);
  });

  it('came with an address that the account had not had, in both versions', () => {
    expect(said(axios, publisherEmailChanged)).toEqual([
      'high axios@1.14.1: gmail.com -> proton.me, 40 d 7 h after axios@0.30.3',
      'high axios@0.30.4: gmail.com -> proton.me, 40 d 7 h after axios@0.30.3',
    ]);
    expect(detailsOf(axios, publisherEmailChanged, 'axios@0.30.4')).toEqual([
      'jasonsaayman published axios@0.30.3 as jasonsaayman@gmail.com, this as ifstap@proton.me',
      'first used for axios@1.14.1',
      'raised: proton.me is a provider for those who want to stay unknown',
    ]);
  });

  it('brought a dependency of the day before', () => {
    expect(said(axios, youngDependencyAdded)).toEqual([
      'high axios@1.14.1: adds plain-crypto-js: version 4.2.1 22 min 46 s old, name 18 h 25 min',
      'high axios@0.30.4: adds plain-crypto-js: version 4.2.1 1 h 2 min old, name 19 h 4 min',
    ]);
    expect(detailsOf(axios, youngDependencyAdded, 'axios@1.14.1')).toEqual([
      'raised: plain-crypto-js@4.2.1 runs postinstall: node setup.js on install',
      'raised: its publisher nrwise has published no other package in evidence',
    ]);
  });

  it('runs a script of that dependency', () => {
    expect(said(axios, installScriptAdded)).toEqual([
      'medium plain-crypto-js@4.2.1: postinstall: node setup.js; 4.2.0 had none',
      'high axios@1.14.1: postinstall: node setup.js in the dependency plain-crypto-js@4.2.1; 1.14.0 had none',
      'high axios@0.30.4: postinstall: node setup.js in the dependency plain-crypto-js@4.2.1; 0.30.3 had none',
    ]);
    expect(detailsOf(axios, installScriptAdded, 'axios@0.30.4')).toContain(
      'raised: jasonsaayman published it with another address before',
    );
  });

  it('lost its provenance, as far as the one earlier version of the line tells', () => {
    const { findings = [] } = axios.get(provenanceDowngrade) ?? {};
    expect(findings.map(({ subject, fact, details }) => [subject, fact, details])).toEqual([
      ['axios@1.14.1', 'no provenance; 1.14.0 had it', ['no other earlier version of line 1 is in evidence']],
    ]);
  });

  it('is no case for the others: the tag went back when the version was gone', () => {
    for (const rule of [dormantPublisher, nonRegistryDependencyAdded, latestTagRegressed]) {
      expect([rule.id, axios.get(rule)?.status]).toEqual([rule.id, 'silent']);
    }
  });
});

describe('the morning after', () => {
  it.each(RULES)('$id cannot judge what is gone, and names what to bring', (rule) => {
    const { status, judged, missing = [] } = morning.get(rule) ?? {};
    expect({ status, judged }).toEqual({ status: 'no-evidence', judged: 0 });
    for (const { bring } of missing) expect(bring).toMatch(/packument snapshot/);
    const subjects = rule === latestTagRegressed ? ['axios'] : ['axios@1.14.1', 'axios@0.30.4'];
    expect(missing.map(({ subject }) => subject)).toEqual(subjects);
  });
});

describe('acme, where the password was phished', () => {
  it('shows the new address and the new script of 1.4.3', () => {
    const fired = RULES.filter((rule) => acme.get(rule)?.status === 'fired').map(({ id }) => id);
    expect(fired).toEqual(['publisher-email-changed', 'install-script-added']);
    expect(said(acme, publisherEmailChanged)).toEqual([
      'high @acme/widget@1.4.3: example.test -> mail.example, 6 d 18 h after @acme/widget@1.4.2',
    ]);
    expect(said(acme, installScriptAdded)).toEqual([
      'high @acme/widget@1.4.3: postinstall: node lib/setup.js; 1.4.0, 1.4.1 and 1.4.2 had none',
    ]);
  });
});
