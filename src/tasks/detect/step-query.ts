import type { StepQuery } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { Role } from '../../store/derive.ts';
import type { TimelineQuery } from '../../store/query.ts';

/** The same query for the timeline index. */
export function timelineQuery(query: StepQuery): TimelineQuery {
  const { actions, since, until, nearest } = query;
  const wanted: ReadonlySet<string> | undefined = actions && new Set(actions);
  return {
    roles: rolesOf(query),
    ...(wanted && { action: (action) => wanted.has(action) }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
    ...(nearest && { nearest }),
  };
}

type RoleValues = Partial<Readonly<Record<Role, readonly string[]>>>;

function rolesOf({ packages, accounts, ips, tokens, repos }: StepQuery): RoleValues {
  return {
    ...(packages && { package: packages }),
    ...(accounts && { account: accounts }),
    ...(ips && { ip: ips }),
    ...(tokens && { token: tokens }),
    ...(repos && { repo: repos }),
  };
}

/** Whether an inference is among what is asked for: it does not stand in the index. */
export function isAsked(step: Step, query: StepQuery): boolean {
  const { members, sort, low } = step;
  const token = members.token_fp ?? (members.token_id === undefined ? undefined : `id:${members.token_id}`);
  const holds =
    isOne(query.packages, members.package) &&
    isOne(query.accounts, members.actor, members.user) &&
    isOne(query.ips, members.ip) &&
    isOne(query.tokens, token) &&
    isOne(query.repos, members.repo) &&
    isOne(query.actions, members.action);
  if (!holds) return false;
  if (step.bounded === 2) return query.since === undefined && query.until === undefined;
  if (query.since !== undefined && sort < query.since) return false;
  return query.until === undefined || (low ?? sort) <= query.until;
}

function isOne<T>(wanted: readonly T[] | undefined, ...values: readonly (T | undefined)[]): boolean {
  return wanted === undefined || values.some((value) => value !== undefined && wanted.includes(value));
}
