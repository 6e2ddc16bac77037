import { isVersion } from '../../registry/lines.ts';
import { packageName } from '../../registry/names.ts';
import { classifyRequest } from '../../registry/request.ts';
import { type AuditLine, attribute } from './audit-line.ts';

/** A version of an npm package in a repository. */
export interface Coordinates {
  readonly repository: string;
  readonly package: string;
  readonly version: string;
  /** Whether the log shows that it is npm's: the line itself does not say of which format a component is. */
  readonly certain: boolean;
}

/** How administrators name repositories of other formats. */
const OTHER_FORMAT =
  /maven|gradle|pypi|python|docker|container|nuget|raw|helm|gem|ruby|apt|deb|yum|rpm|conan|conda|cocoapods|composer|php|p2|bower|git-?lfs|cargo|rust|golang|\bgo\b|cran|swift|huggingface/i;

/** The npm version that a line about a component names; undefined for other formats. npm's scope has no `@` here. */
export function componentOf(line: AuditLine): Coordinates | undefined {
  const [repository, name, version] = ['repository.name', 'name', 'version'].map((key) => attribute(line, key));
  const namespace = attribute(line, 'namespace');
  if (repository === undefined || name === undefined || version === undefined || !isVersion(version)) return undefined;
  const scope = namespace === undefined ? '' : `${namespace.startsWith('@') ? '' : '@'}${namespace}/`;
  const full = packageName(`${scope}${name}`);
  const certain = /npm/i.test(repository);
  // Reversed domains are the namespaces of Maven.
  const foreign = !certain && (OTHER_FORMAT.test(repository) || namespace?.includes('.') === true);
  return full === undefined || foreign ? undefined : { repository, package: full, version, certain };
}

/** The npm version whose tarball a line about an asset names: npm's layout of paths is like no other. */
export function tarballOf(line: AuditLine): Coordinates | undefined {
  const repository = attribute(line, 'repository.name');
  const path = assetPath(line);
  if (repository === undefined || path === undefined) return undefined;
  const request = classifyRequest('GET', `/${path.replace(/[%?#]/g, encodeURIComponent)}`);
  if (request.kind !== 'tarball') return undefined;
  return { repository, package: request.package, version: request.version, certain: true };
}

/** The package whose document a line about an asset names: the path is its name. */
export function documentOf(line: AuditLine): string | undefined {
  const path = assetPath(line);
  const isRoot = /^package.?root$/i.test(attribute(line, 'kind') ?? '');
  const npm = isRoot || path?.startsWith('@') === true;
  return npm && path !== undefined && !path.includes('%') ? packageName(path) : undefined;
}

function assetPath(line: AuditLine): string | undefined {
  return (attribute(line, 'path') ?? line.context)?.replace(/^\/+/, '');
}

/** Whether a repository is there to keep copies of another, by its name: the log does not tell its type. */
export function isProxy(repository: string | undefined): boolean {
  return /(?:^|[^a-z])(?:proxy|proxied|remote|cache|mirror)(?:[^a-z]|$)/i.test(repository ?? '');
}
