import type { EventDraft } from '../../core/event.ts';
import { at, list, text } from '../../core/json.ts';
import { percentDecoded } from '../../registry/names.ts';
import { classifyRequest, type RegistryRequest } from '../../registry/request.ts';
import { type AuditEntry, httpOf } from './entry.ts';

/** What an entry is about. */
export interface Subject {
  readonly members: Partial<EventDraft>;
  /** What a package manager asked for, where the entry has its request. */
  readonly request?: RegistryRequest | undefined;
}

/** Collections of a repository that say which ecosystem they are of. */
const COLLECTIONS: ReadonlyMap<string, string | undefined> = new Map([
  ['packages', undefined],
  ['npmPackages', undefined],
  ['dockerImages', 'docker'],
  ['mavenArtifacts', 'maven'],
  ['pythonPackages', 'pypi'],
]);

/** Prefixes of the method of a package manager's request: `Docker-GetManifest`. */
const ECOSYSTEMS: ReadonlyMap<string, string> = new Map([
  ['docker', 'docker'],
  ['maven', 'maven'],
  ['python', 'pypi'],
  ['apt', 'apt'],
  ['yum', 'yum'],
  ['go', 'go'],
  ['generic', 'generic'],
  ['kfp', 'kfp'],
]);

export function subjectOf(entry: AuditEntry): Subject {
  const steps = stepsOf(entry.resourceName);
  const named = namedIn(steps);
  const prefix = /^([A-Za-z]+)-/.exec(entry.method)?.[1]?.toLowerCase() ?? '';
  const ecosystem = named.ecosystem ?? ECOSYSTEMS.get(prefix);
  const request = ecosystem === undefined ? npmRequest(entry, steps) : undefined;
  const tag = named.tag ?? request?.tag ?? text(at(entry.payload, 'request', 'tagId'));
  const version = named.version ?? request?.version;
  return {
    request,
    members: {
      package: named.package ?? request?.package,
      ecosystem: named.package === undefined && request === undefined ? undefined : ecosystem,
      ...versionsOf(entry, version),
      tag,
      ...(ecosystem === 'docker' && imageOf(entry, version)),
      resource: placeOf(steps) ?? text(entry.resourceName),
      org: project(steps) ?? text(at(entry.all, 'resource', 'labels', 'project_id')),
      url: httpOf(entry)?.url,
    },
  };
}

/** Steps of a resource name; each may hold an escaped slash. */
function stepsOf(resourceName: string): readonly string[] {
  return resourceName.split('/').map((step) => percentDecoded(step) ?? step);
}

function after(steps: readonly string[], name: string): string | undefined {
  const index = steps.indexOf(name);
  return index >= 0 && index % 2 === 0 ? text(steps[index + 1]) : undefined;
}

function project(steps: readonly string[]): string | undefined {
  return after(steps, 'projects');
}

/** `projects/<p>/locations/<l>/repositories/<r>` */
function placeOf(steps: readonly string[]): string | undefined {
  return after(steps, 'repositories') === undefined ? undefined : steps.slice(0, 6).join('/');
}

interface Named {
  readonly package?: string | undefined;
  readonly version?: string | undefined;
  readonly tag?: string | undefined;
  readonly ecosystem?: string | undefined;
}

/** `…/packages/<name>/versions/<v>`, `…/npmPackages/<name>:<v>`, `…/dockerImages/<name>@<digest>`. */
function namedIn(steps: readonly string[]): Named {
  const [collection = '', item, ...rest] = steps.slice(6);
  if (!COLLECTIONS.has(collection) || item === undefined || item === '') return {};
  const ecosystem = COLLECTIONS.get(collection);
  if (collection === 'packages') {
    return { package: item, version: after(rest, 'versions'), tag: after(rest, 'tags'), ecosystem };
  }
  const mark = ecosystem === 'docker' ? item.indexOf('@') : item.lastIndexOf(':');
  return mark <= 0
    ? { package: item, ecosystem }
    : { package: item.slice(0, mark), version: item.slice(mark + 1), ecosystem };
}

/** A manifest is asked for by its digest or by a tag. */
function imageOf(entry: AuditEntry, version: string | undefined): Partial<EventDraft> {
  const reference = /\/manifests\/([^/?#]+)/.exec(httpOf(entry)?.url ?? '')?.[1];
  if (reference === undefined) return {};
  return /^sha\d+:/.test(reference) ? { version: version ?? reference } : { tag: reference };
}

/** The request of an npm client. Project and repository stand before npm's own path. */
function npmRequest(entry: AuditEntry, steps: readonly string[]): RegistryRequest | undefined {
  const http = httpOf(entry);
  if (http === undefined || entry.service !== 'artifactregistry') return undefined;
  const path = http.url.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, '');
  const prefix = `/${project(steps)}/${after(steps, 'repositories')}/`;
  const request = classifyRequest(http.method, path.startsWith(prefix) ? path.slice(prefix.length - 1) : path);
  return request.kind === 'other' ? undefined : request;
}

/** `BatchDeleteVersions` names its versions in the request. */
function versionsOf({ payload }: AuditEntry, version: string | undefined): Partial<EventDraft> {
  const names = list(at(payload, 'request', 'names')).flatMap(
    (name) => after(stepsOf(text(name) ?? ''), 'versions') ?? [],
  );
  if (names.length > 1) return { versions: [...new Set(names)] };
  return { version: version ?? names[0] ?? after(stepsOf(text(at(payload, 'request', 'name')) ?? ''), 'versions') };
}
