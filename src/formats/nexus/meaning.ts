import { classifyRequest, type RegistryRequest } from '../../registry/request.ts';
import { type Meaning, otherMeaning, outcomeOf, pathOf, registryMeaning } from '../proxy/meaning.ts';
import { restMeaning } from '../proxy/rest.ts';
import { REST_CALLS } from './rest.actions.ts';

const REPOSITORY = /^(?:\/[^/]+)?\/repository\/([^/]+)\/./;
const PACKAGE_CLIENT = /^(?:npm|yarn|pnpm|bun)\//i;

/** What a request to Nexus was for. */
export function nexusMeaning(method: string, url: string, status: number | undefined, agent: string): Meaning {
  const outcome = outcomeOf(status);
  const repository = REPOSITORY.exec(pathOf(url))?.[1];
  if (repository === undefined) return restMeaning(REST_CALLS, method, url, outcome) ?? otherMeaning(method, url);
  const request = classifyRequest(method, url);
  if (request.kind === 'other' || !isNpm(request, repository, pathOf(url), agent)) return otherMeaning(method, url);
  return registryMeaning(method, request, outcome);
}

/** A repository may hold any format, and `GET /<name>` any file; what follows `/-/` and what has a scope is npm's. */
function isNpm({ package: name }: RegistryRequest, repository: string, path: string, agent: string): boolean {
  if (/npm/i.test(repository) || PACKAGE_CLIENT.test(agent)) return true;
  return name?.startsWith('@') === true || path.includes('/-/');
}
