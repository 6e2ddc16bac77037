import type { EventDraft, TimeMembers } from './event.ts';

/**
 * The canonical text of an event's members: written member by member, in order, it is RFC 8785 for our values and
 * takes half the time of `JSON.stringify`. Tests compare these lists with `MEMBERS`, and the texts with a general
 * implementation.
 */
export function membersText(draft: EventDraft, times: TimeMembers): string {
  return `{${(upToNew(draft, times) + fromNotAfter(draft, times)).slice(1)}}`;
}

/** What `JSON.stringify` would have to escape. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

type Value = string | number | boolean | readonly string[] | undefined;

function member(name: string, value: Value): string {
  if (value === undefined) return '';
  if (typeof value === 'string' && !ESCAPED.test(value)) return `${name}"${value}"`;
  return name + JSON.stringify(value);
}

function upToNew(draft: EventDraft, times: TimeMembers): string {
  return (
    member(',"action":', draft.action) +
    member(',"actor":', draft.actor) +
    member(',"actor_email":', draft.actor_email) +
    member(',"actor_id":', draft.actor_id) +
    member(',"actor_type":', draft.actor_type) +
    member(',"auth_method":', draft.auth_method) +
    member(',"basis":', times.basis) +
    member(',"bytes":', draft.bytes) +
    member(',"client":', draft.client) +
    member(',"commit":', draft.commit) +
    member(',"conclusion":', draft.conclusion) +
    member(',"count":', draft.count) +
    member(',"country":', draft.country) +
    member(',"deprecated":', draft.deprecated) +
    member(',"ecosystem":', draft.ecosystem) +
    member(',"error":', draft.error) +
    member(',"grade":', draft.grade) +
    member(',"host":', draft.host) +
    member(',"integrity":', draft.integrity) +
    member(',"ip":', draft.ip) +
    member(',"kind":', draft.kind) +
    member(',"native_action":', draft.native_action) +
    member(',"native_id":', draft.native_id) +
    member(',"new":', draft.new)
  );
}

function fromNotAfter(draft: EventDraft, times: TimeMembers): string {
  return (
    member(',"not_after":', times.not_after) +
    member(',"not_before":', times.not_before) +
    member(',"old":', draft.old) +
    member(',"org":', draft.org) +
    member(',"outcome":', draft.outcome) +
    member(',"package":', draft.package) +
    member(',"precision":', times.precision) +
    member(',"provenance":', draft.provenance) +
    member(',"ref":', draft.ref) +
    member(',"reference":', draft.reference) +
    member(',"repo":', draft.repo) +
    member(',"request_id":', draft.request_id) +
    member(',"resource":', draft.resource) +
    member(',"role":', draft.role) +
    member(',"run_attempt":', draft.run_attempt) +
    member(',"run_id":', draft.run_id) +
    member(',"scopes":', draft.scopes) +
    member(',"scripts":', draft.scripts) +
    member(',"shasum":', draft.shasum) +
    member(',"source_name":', draft.source_name) +
    member(',"status":', draft.status) +
    member(',"tag":', draft.tag) +
    member(',"team":', draft.team) +
    member(',"text":', draft.text) +
    member(',"time":', times.time) +
    member(',"time_raw":', times.time_raw) +
    member(',"token_fp":', draft.token_fp) +
    member(',"token_id":', draft.token_id) +
    member(',"token_name":', draft.token_name) +
    member(',"trusted_publisher":', draft.trusted_publisher) +
    member(',"url":', draft.url) +
    member(',"user":', draft.user) +
    member(',"user_agent":', draft.user_agent) +
    member(',"user_email":', draft.user_email) +
    member(',"user_id":', draft.user_id) +
    member(',"version":', draft.version) +
    member(',"versions":', draft.versions) +
    member(',"visibility":', draft.visibility) +
    member(',"workflow":', draft.workflow)
  );
}
