import type { Action } from '../../core/action.ts';
import type { MemberName } from '../../core/event.ts';
import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { Incident } from '../incidents/incident.ts';
import { Addresses } from './addresses.ts';
import { Realms } from './realms.ts';

const DAY = 86_400 * 1_000_000;
/** What led to an incident is looked for in the 30 days before its first bad act. */
const LEAD = 30 * DAY;
/** What an intruder leaves behind is made until a day after the last bad act. */
const TAIL = DAY;

/** A change that may let somebody in again, and what would end it. */
interface Opening {
  readonly made: Action;
  readonly ended: readonly Action[];
  /** Members that say that both are about one thing; the first one that both have decides. */
  readonly same: readonly MemberName[];
}

const OPENINGS: readonly Opening[] = [
  { made: 'auth.token.created', ended: ['auth.token.revoked'], same: ['token_fp', 'token_id', 'token_name'] },
  { made: 'auth.key.added', ended: ['auth.key.removed'], same: ['resource', 'native_id'] },
  { made: 'auth.oauth.authorized', ended: ['auth.oauth.revoked'], same: ['resource'] },
  { made: 'auth.email_changed', ended: ['auth.email_changed'], same: ['user', 'actor'] },
  { made: 'auth.2fa.disabled', ended: ['auth.2fa.enabled'], same: ['user', 'actor'] },
  { made: 'package.owner_added', ended: ['package.owner_removed'], same: ['user'] },
  { made: 'package.trust_added', ended: ['package.trust_removed'], same: ['trusted_publisher', 'native_id'] },
  { made: 'perm.member_added', ended: ['perm.member_removed'], same: ['user'] },
  { made: 'perm.team_member_added', ended: ['perm.team_member_removed'], same: ['user'] },
  { made: 'perm.repo_access_granted', ended: ['perm.repo_access_revoked'], same: ['user'] },
  { made: 'perm.policy_weakened', ended: ['perm.policy_strengthened'], same: ['resource', 'repo', 'org'] },
];

const MADE: readonly Action[] = OPENINGS.map(({ made }) => made);
const ENDED: readonly Action[] = [...new Set(OPENINGS.flatMap(({ ended }) => ended))];

/** By each action that ends something the members that can say of what. */
const NAMING: ReadonlyMap<Action, ReadonlySet<MemberName>> = new Map(
  OPENINGS.flatMap(({ ended, same }) => ended.map((action) => [action, new Set(same)] as const)),
);

/** What was changed in the time of an incident, and whether the evidence shows its end. */
export interface Standing {
  readonly step: Step;
  readonly endedBy: Step | undefined;
}

/** Whatever was created or weakened around the incident, in the order of time. */
export function standingOf(incident: Incident, view: RuleView): readonly Standing[] {
  const steps = stepsAround(incident, view);
  const until = incident.last + TAIL;
  const realms = new Realms(view);
  const index = new Endings(steps, realms);
  const addresses = new Addresses(steps, realms);
  return steps.flatMap((step, i) => {
    const opening = OPENINGS.find(({ made }) => made === step.members.action);
    if (opening === undefined || earliest(step) > until || isTakenOver(step) || addresses.isNothingNew(step, i))
      return [];
    return [{ step, endedBy: index.first(opening, step, i) }];
  });
}

/** Steps that end something, by what they are about, so that the end of each is found without looking at all of them. */
class Endings {
  readonly #byMember = new Map<string, { readonly step: Step; readonly place: number }[]>();

  readonly #realms: Realms;

  constructor(steps: readonly Step[], realms: Realms) {
    this.#realms = realms;
    for (const [place, step] of steps.entries()) {
      for (const name of NAMING.get(step.members.action) ?? [])
        if (step.members[name] !== undefined) this.#keep(name, step, place);
    }
  }

  /** The first step after a place that ends what another one opened. */
  first(opening: Opening, made: Step, from: number): Step | undefined {
    const found = opening.same.flatMap((name) => {
      const about = made.members[name] === undefined ? [] : (this.#byMember.get(keyOf(name, made)) ?? []);
      return (
        about.find(({ step, place }) => place > from && this.#realms.areOne(made, step) && ends(opening, made, step)) ??
        []
      );
    });
    return found.sort((a, b) => a.place - b.place)[0]?.step;
  }

  #keep(name: MemberName, step: Step, place: number): void {
    const key = keyOf(name, step);
    const known = this.#byMember.get(key);
    if (known === undefined) this.#byMember.set(key, [{ step, place }]);
    else known.push({ step, place });
  }
}

function keyOf(name: MemberName, { members }: Step): string {
  return `${name} ${String(members[name])}`;
}

/** Of a worm that hit hundreds of accounts, so many of each kind are asked about. */
const ASKED = 50;

function stepsAround(incident: Incident, view: RuleView): readonly Step[] {
  const since = incident.first - LEAD;
  const about = [
    { since, until: incident.last + TAIL, actions: MADE },
    { since, actions: ENDED },
  ];
  const [accounts = [], packages = [], tokens = [], repos = []] = [
    incident.accounts,
    incident.packages,
    incident.tokens,
    incident.repos,
  ].map((names) => names.slice(0, ASKED));
  const found = about.flatMap((range) => [
    ...(accounts.length === 0 ? [] : view.query({ ...range, accounts })),
    ...(packages.length === 0 ? [] : view.query({ ...range, packages })),
    ...(tokens.length === 0 ? [] : view.query({ ...range, tokens })),
    ...(repos.length === 0 ? [] : view.query({ ...range, repos })),
  ]);
  const unique = new Map(found.filter(happened).map((step) => [step.id, step]));
  return [...unique.values()].toSorted((a, b) => a.sort - b.sort || (a.id < b.id ? -1 : 1));
}

function happened({ members, bounded }: Step): boolean {
  return bounded !== 2 && (members.outcome === 'success' || members.outcome === 'unknown');
}

/** npm makes itself the owner of what it holds. */
function isTakenOver({ members }: Step): boolean {
  return members.action === 'package.owner_added' && members.user === 'npm';
}

function earliest({ low, sort }: Step): number {
  return low ?? sort;
}

function ends({ ended, same }: Opening, { members: made, id }: Step, later: Step): boolean {
  if (later.id === id || !ended.includes(later.members.action)) return false;
  if (made.action === 'auth.email_changed' && later.members.new === made.new) return false;
  const name = same.find((each) => made[each] !== undefined && later.members[each] !== undefined);
  if (name === undefined || made[name] !== later.members[name]) return false;
  return made.package === undefined || later.members.package === undefined || made.package === later.members.package;
}
