import type { EventMembers } from './event.ts';

type Mutable = { -readonly [Name in keyof EventMembers]: EventMembers[Name] };

/**
 * The same members in an object of a shape that V8 shares among all that have it: half the memory of one whose members
 * were set under computed names. Each name is written out for that reason; a test compares them with `MEMBERS`.
 */
export function shaped(from: EventMembers): EventMembers {
  const to = { action: from.action } as Mutable;
  upToNew(from, to);
  fromNotAfter(from, to);
  return to;
}

function upToNew(from: EventMembers, to: Mutable): void {
  if (from.actor !== undefined) to.actor = from.actor;
  if (from.actor_email !== undefined) to.actor_email = from.actor_email;
  if (from.actor_id !== undefined) to.actor_id = from.actor_id;
  if (from.actor_type !== undefined) to.actor_type = from.actor_type;
  if (from.auth_method !== undefined) to.auth_method = from.auth_method;
  if (from.basis !== undefined) to.basis = from.basis;
  if (from.bytes !== undefined) to.bytes = from.bytes;
  if (from.client !== undefined) to.client = from.client;
  if (from.commit !== undefined) to.commit = from.commit;
  if (from.conclusion !== undefined) to.conclusion = from.conclusion;
  if (from.count !== undefined) to.count = from.count;
  if (from.country !== undefined) to.country = from.country;
  if (from.deprecated !== undefined) to.deprecated = from.deprecated;
  if (from.ecosystem !== undefined) to.ecosystem = from.ecosystem;
  if (from.error !== undefined) to.error = from.error;
  if (from.grade !== undefined) to.grade = from.grade;
  if (from.host !== undefined) to.host = from.host;
  if (from.integrity !== undefined) to.integrity = from.integrity;
  if (from.ip !== undefined) to.ip = from.ip;
  if (from.kind !== undefined) to.kind = from.kind;
  if (from.native_action !== undefined) to.native_action = from.native_action;
  if (from.native_id !== undefined) to.native_id = from.native_id;
  if (from.new !== undefined) to.new = from.new;
  if (from.not_after !== undefined) to.not_after = from.not_after;
  if (from.not_before !== undefined) to.not_before = from.not_before;
  if (from.old !== undefined) to.old = from.old;
  if (from.org !== undefined) to.org = from.org;
  if (from.outcome !== undefined) to.outcome = from.outcome;
  if (from.package !== undefined) to.package = from.package;
  if (from.precision !== undefined) to.precision = from.precision;
  if (from.provenance !== undefined) to.provenance = from.provenance;
}

function fromNotAfter(from: EventMembers, to: Mutable): void {
  if (from.ref !== undefined) to.ref = from.ref;
  if (from.reference !== undefined) to.reference = from.reference;
  if (from.repo !== undefined) to.repo = from.repo;
  if (from.request_id !== undefined) to.request_id = from.request_id;
  if (from.resource !== undefined) to.resource = from.resource;
  if (from.role !== undefined) to.role = from.role;
  if (from.run_attempt !== undefined) to.run_attempt = from.run_attempt;
  if (from.run_id !== undefined) to.run_id = from.run_id;
  if (from.scopes !== undefined) to.scopes = from.scopes;
  if (from.scripts !== undefined) to.scripts = from.scripts;
  if (from.shasum !== undefined) to.shasum = from.shasum;
  if (from.source_name !== undefined) to.source_name = from.source_name;
  if (from.status !== undefined) to.status = from.status;
  if (from.tag !== undefined) to.tag = from.tag;
  if (from.team !== undefined) to.team = from.team;
  if (from.text !== undefined) to.text = from.text;
  if (from.time !== undefined) to.time = from.time;
  if (from.time_raw !== undefined) to.time_raw = from.time_raw;
  if (from.token_fp !== undefined) to.token_fp = from.token_fp;
  if (from.token_id !== undefined) to.token_id = from.token_id;
  if (from.token_name !== undefined) to.token_name = from.token_name;
  if (from.trusted_publisher !== undefined) to.trusted_publisher = from.trusted_publisher;
  if (from.url !== undefined) to.url = from.url;
  if (from.user !== undefined) to.user = from.user;
  if (from.user_agent !== undefined) to.user_agent = from.user_agent;
  if (from.user_email !== undefined) to.user_email = from.user_email;
  if (from.user_id !== undefined) to.user_id = from.user_id;
  if (from.version !== undefined) to.version = from.version;
  if (from.versions !== undefined) to.versions = from.versions;
  if (from.visibility !== undefined) to.visibility = from.visibility;
  if (from.workflow !== undefined) to.workflow = from.workflow;
}
