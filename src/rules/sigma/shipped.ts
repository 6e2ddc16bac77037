/**
 * Rules that come with the program, as Sigma writes them: by the name of their file. They are here as texts because the
 * compiler copies no other files. `rules list` shows them; they run with `--rules shipped`.
 */
export const SHIPPED: ReadonlyMap<string, string> = new Map([
  [
    'shipped/github.yml',
    `
title: Two-factor requirement of a GitHub organisation switched off
name: github-2fa-requirement-disabled
status: stable
description: An owner lets members in without a second factor; whoever has a stolen password gets in.
references: ['https://docs.github.com/en/organizations/keeping-your-organization-secure/managing-security-settings-for-your-organization/audit-log-events-for-your-organization']
logsource: {product: github, service: audit}
detection:
  selection: {action: org.disable_two_factor_requirement}
  condition: selection
falsepositives: ['a planned change, such as a move to single sign-on']
level: high
tags: [attack.defense-impairment]
audit-timeline:
  examples:
    - name: the requirement is switched off
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"org.disable_two_factor_requirement","actor":"alice","org":"acme"}'}
      expect: fires
    - name: it is switched on
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"org.enable_two_factor_requirement","actor":"alice","org":"acme"}'}
      expect: silent
    - name: no log of GitHub
      files: {notes.csv: "at,not_before,not_after,kind,package,version,actor,source,text\\n2026-03-31T00:05:41Z,,,detected,widget,4.2.1,,somebody,a remark\\n"}
      expect: no-evidence
---
title: Protection of a branch weakened
name: github-branch-protection-weakened
status: stable
description: A branch may be pushed to without review; what is pushed may be published.
logsource: {product: github, service: audit}
detection:
  removed:
    action: [protected_branch.destroy, protected_branch.policy_override, repository_ruleset.destroy, required_status_check.destroy]
  condition: removed
falsepositives: ['administrators of the repository at work']
level: medium
audit-timeline:
  examples:
    - name: protection removed
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"protected_branch.destroy","actor":"alice","org":"acme","repo":"acme/widget"}'}
      expect: fires
    - name: protection added
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"protected_branch.create","actor":"alice","org":"acme","repo":"acme/widget"}'}
      expect: silent
---
title: Personal access token created
name: github-token-created
status: stable
description: A new credential of a person. Common; it tells something beside other findings.
logsource: {product: github, service: audit}
detection:
  selection: {action: [personal_access_token.create, personal_access_token.access_granted, oauth_access.create]}
  condition: selection
level: informational
audit-timeline:
  phase: preparation
  examples:
    - name: created
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"personal_access_token.create","actor":"alice","org":"acme"}'}
      expect: fires
    - name: used, not created
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"git.clone","actor":"alice","org":"acme","repo":"acme/widget"}'}
      expect: silent
---
title: Workflow run deleted
name: github-workflow-run-deleted
status: stable
description: The log of a run is gone with the run. What ran can then only be told from elsewhere.
logsource: {product: github, service: audit}
detection:
  selection: {action: workflows.delete_workflow_run}
  condition: selection
falsepositives: ['a clean-up of old runs: many at once, all of them old']
level: medium
tags: [attack.defense-evasion]
audit-timeline:
  phase: response
  examples:
    - name: deleted
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"workflows.delete_workflow_run","actor":"alice","org":"acme","repo":"acme/widget","workflow_run_id":7}'}
      expect: fires
    - name: cancelled
      files: {audit.jsonl: '{"@timestamp":1774900000000,"_document_id":"a","action":"workflows.cancel_workflow_run","actor":"alice","org":"acme","repo":"acme/widget","workflow_run_id":7}'}
      expect: silent
---
title: Acts from a country that the account was never seen in
name: github-account-from-new-country
status: experimental
description: The account acts from a country that the same log did not show for it in the two weeks before.
audit-timeline:
  phase: initial access
  first-seen: {rule: github-act-with-country, field: event.country, group-by: event.actor, learn: 14d}
falsepositives: ['travel', 'a virtual private network']
level: low
---
title: An act at GitHub with a country
name: github-act-with-country
logsource: {product: github, service: audit}
detection:
  selection: {event.country|exists: true}
  machines: {event.actor_type: [bot, app]}
  condition: selection and not machines
level: informational
`,
  ],
  [
    'shipped/registry.yml',
    `
title: A version is deleted from a registry
name: registry-version-deleted
logsource: {category: registry}
detection:
  selection: {event.action: [package.unpublished, package.version_deleted], event.outcome: [success, unknown]}
  condition: selection
level: informational
---
title: Many packages unpublished by one account
name: registry-many-unpublished
status: stable
description: Five or more packages lose versions within an hour, by one account.
correlation:
  type: value_count
  rules: [registry-version-deleted]
  group-by: [event.actor]
  timespan: 1h
  condition: {field: event.package, gte: 5}
falsepositives: ['the owner takes his work down, or takes back what an attacker published']
level: high
audit-timeline:
  phase: detonation
---
title: A package gets an owner
name: registry-owner-added
logsource: {category: registry}
detection:
  selection: {event.action: package.owner_added}
  condition: selection
level: informational
---
title: A version is published
name: registry-published
logsource: {category: registry}
detection:
  selection: {event.action: package.published, event.outcome: [success, unknown]}
  condition: selection
level: informational
---
title: Published by an owner who was added in the week before
name: registry-new-owner-publishes
status: stable
description: The account that was made owner publishes within seven days.
correlation:
  type: temporal_ordered
  rules: [registry-owner-added, registry-published]
  aliases:
    account: {registry-owner-added: event.user, registry-published: event.actor}
  group-by: [event.package, account]
  timespan: 7d
falsepositives: ['a hand-over that was announced']
level: medium
`,
  ],
]);
