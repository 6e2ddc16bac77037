import type { RuleView } from '../../core/rule.ts';
import type { Step } from '../../core/step.ts';
import type { Client } from './fetch.ts';

export interface KnownClient extends Client {
  readonly key: string;
}

/** Names of the evidence, by digest. */
export function fileNames(view: RuleView): ReadonlyMap<string, string> {
  return new Map(view.files().map(({ sha256, name }) => [sha256, name]));
}

/**
 * Who a step speaks of. A server tells accounts, addresses and user agents apart. What a machine or a project says of
 * itself is told apart by its files: nothing says that two of them are of one machine.
 */
export function clientOf({ members, citations }: Step, files: ReadonlyMap<string, string>): KnownClient {
  const { actor, ip, user_agent, client, host, grade } = members;
  const agent = user_agent ?? client;
  if (grade === 'server') {
    const key = JSON.stringify(['server', actor, ip, agent]);
    return { key, who: actor, ip, client: agent, host: undefined, file: undefined };
  }
  const evidence = citations[0]?.evidence ?? '';
  return {
    ...{ key: JSON.stringify(['file', evidence]), who: actor, ip, client: agent, host },
    file: files.get(evidence),
  };
}
