import type { EventMembers } from '../../core/event.ts';
import { type About, type Finding, type FindingDraft, findingId } from '../../core/finding.ts';
import { placeText } from '../../core/record.ts';
import { jsonObject } from '../../core/report.ts';
import type { Citation } from '../../core/step.ts';
import { durationText } from '../../core/time.ts';
import type { SingleHit } from '../../rules/sigma/engine/collector.ts';
import type { GroupHit } from '../../rules/sigma/engine/engine.ts';
import type { SeenEvent } from '../../rules/sigma/engine/seen.ts';
import type { RuleHead } from '../../rules/sigma/model.ts';
import type { CaseReader } from '../../store/case-reader.ts';

/** A finding of a rule that is given. */
export function findingOf({ id, phase }: RuleHead, draft: FindingDraft): Finding {
  return { ...draft, id: findingId(id, draft), rule: id, phase, amplifier: false };
}

/** What one event says. */
export function singleDraft({ severity }: RuleHead, { moment, event }: SingleHit, reader: CaseReader): FindingDraft {
  const { at, low, isExact } = moment;
  const before = Number.isNaN(at) ? Number.MAX_SAFE_INTEGER : at;
  const after = isExact ? at : low;
  return {
    subject: subjectOf(event.members),
    about: aboutOf([event.members]),
    severity,
    certainty: 'certain',
    when: { before, ...(after !== undefined && { after }) },
    fact: actText(event.members),
    citations: citationsOf([event], reader),
    steps: [event.id],
  };
}

/** What several events say together. */
export function groupDraft(
  { severity }: RuleHead,
  hit: GroupHit,
  events: readonly SeenEvent[],
  reader: CaseReader,
): FindingDraft {
  const { group, count, from, to } = hit;
  const members = events.map((event) => event.members);
  const named = group.map(([, value]) => value).join(', ');
  return {
    subject: named === '' ? subjectOf(members.at(-1)) : named,
    about: aboutOf(members),
    severity,
    certainty: hit.isCertain ? 'certain' : 'possible',
    when: { after: from, before: to },
    fact: groupText(members, count, to - from),
    data: jsonObject({ events: count, group: Object.fromEntries(group) }),
    citations: citationsOf(events, reader),
    steps: events.map(({ id }) => id),
  };
}

const SERVICES: ReadonlySet<string> = new Set(['GitHub Actions', 'GitLab CI/CD', 'CircleCI']);
const MACHINES: ReadonlySet<string | undefined> = new Set(['bot', 'app', 'service', 'system', 'oidc', 'anonymous']);

/** What a reader would look up. */
function subjectOf(members: EventMembers | undefined): string {
  if (members === undefined) return 'unnamed';
  const { package: name, version, repo, user, actor, org, resource } = members;
  const release = name === undefined || version === undefined ? undefined : `${name}@${version}`;
  return release ?? name ?? repo ?? user ?? org ?? actor ?? resource ?? 'unnamed';
}

function aboutOf(all: readonly EventMembers[]): About {
  const each = (of: (members: EventMembers) => readonly (string | undefined)[]): readonly string[] =>
    [...new Set(all.flatMap(of).filter((value) => value !== undefined))].sort();
  const about = {
    packages: each(({ package: name }) => [name]),
    releases: each(({ package: name, version }) =>
      name !== undefined && version !== undefined ? [`${name}@${version}`] : [],
    ),
    accounts: each(accountsIn),
    tokens: each(({ token_fp, token_id }) => [token_fp ?? (token_id === undefined ? undefined : `id:${token_id}`)]),
    ips: each(({ ip }) => [ip]),
    repos: each(({ repo }) => [repo]),
    runs: each(({ run_id }) => [run_id]),
  };
  return Object.fromEntries(Object.entries(about).filter(([, values]) => values.length > 0));
}

/** Accounts of people: service accounts connect what has nothing to do with each other. */
function accountsIn({ actor, actor_type, user }: EventMembers): readonly (string | undefined)[] {
  const isPerson = actor !== undefined && !SERVICES.has(actor) && !MACHINES.has(actor_type);
  return [isPerson ? actor : undefined, user];
}

/** `org.disable_two_factor_requirement by alice from 203.0.113.9` */
function actText({ action, native_action, actor, ip }: EventMembers): string {
  const words = [native_action ?? action];
  if (actor !== undefined) words.push(`by ${actor}`);
  if (ip !== undefined) words.push(`from ${ip}`);
  return words.join(' ');
}

/** `12 events in 3 min 2 s: token.create, …, package.published` */
function groupText(members: readonly EventMembers[], count: number, length: number): string {
  const acts = [...new Set(members.map(({ action, native_action }) => native_action ?? action))];
  const shown = acts.length > 3 ? [...acts.slice(0, 2), '…', ...acts.slice(-1)] : acts;
  const within = count > 1 && Number.isFinite(length) ? ` in ${durationText(length)}` : '';
  return `${count} event${count === 1 ? '' : 's'}${within}: ${shown.join(', ')}`;
}

/** Each event's own records, in an order that does not depend on which was read first. */
function citationsOf(events: readonly SeenEvent[], reader: CaseReader): readonly Citation[] {
  const all = events.flatMap(({ id, seq, citation }) => {
    const places = [citation, ...(seq < 0 ? [] : sightings(id, reader))];
    return places.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  });
  return [...new Map(all.map((citation) => [keyOf(citation), citation])).values()];
}

function keyOf({ evidence, place }: Citation): string {
  return `${evidence} ${place.replace(/\d+/g, (digits) => digits.padStart(12, '0'))}`;
}

/** Where else the event was seen. */
function sightings(id: string, reader: CaseReader): readonly Citation[] {
  return reader.timeline.sightings(id).flatMap((seq) => {
    const entry = reader.entry(seq);
    return entry.entry === 'sighting' ? [{ evidence: entry.evidence, place: placeText(entry.at) }] : [];
  });
}
