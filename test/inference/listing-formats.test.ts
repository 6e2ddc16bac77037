import { expect, it } from 'vitest';
import { INFERENCES } from '../../src/inference/index.ts';
import { inCaseOf } from '../../src/tasks/rules/run-example.ts';
import { CaseView, inferredSteps } from '../../src/tasks/view.ts';

/** Names of the files as `formats --collect` gives them. */
const FILES = {
  'acme-widget-owners.20260301T000000Z.txt': 'alice <alice@example.test>\n',
  'acme-widget-owners.20260302T000000Z.txt': 'alice <alice@example.test>\neve <eve@example.test>\n',
  'acme-widget-trust.20260301T000000Z.json': '{"id":"a","type":"github","file":"p.yml","repository":"acme/widget"}\n',
  'acme-widget-trust.20260302T000000Z.json': '{"id":"b","type":"github","file":"p.yml","repository":"eve/widget"}\n',
  'access-packages.20260301T000000Z.json': '{"@acme/widget":"read-only"}',
  'access-packages.20260302T000000Z.json': '{"@acme/widget":"read-write"}',
  'org-acme.20260301T000000Z.json': '{"alice":"owner"}',
  'org-acme.20260302T000000Z.json': '{"alice":"owner","eve":"owner"}',
};

it('knows the lists as the formats read them', async () => {
  const acts = await inCaseOf(FILES, (reader) =>
    inferredSteps(INFERENCES, new CaseView(reader)).map(({ inference, members }) => {
      const { action, user, org, trusted_publisher, not_before, not_after } = members;
      expect([not_before, not_after]).toEqual(['2026-03-01T00:00:00.000Z', '2026-03-02T00:00:00.000Z']);
      return [inference, action, members.package ?? org, user ?? trusted_publisher];
    }),
  );
  expect(acts.map((act) => act.join(' ')).sort()).toEqual([
    'access-changed package.owner_added @acme/widget ',
    'org-roles-changed perm.member_added acme eve',
    'owner-list-changed package.owner_added acme-widget eve',
    'trust-changed package.trust_added acme-widget github eve/widget p.yml',
    'trust-changed package.trust_removed acme-widget github acme/widget p.yml',
  ]);
});
