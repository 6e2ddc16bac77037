import { packageName } from '../../registry/names.ts';
import { classifyRequest } from '../../registry/request.ts';

/** What a path in a repository is in npm's layout. */
export interface NpmPath {
  /** `index`: the packument that Artifactory keeps. `folder`: everything of a package. */
  readonly kind: 'tarball' | 'index' | 'folder';
  readonly package: string;
  readonly version?: string | undefined;
}

/** Undefined for what is not certainly npm's: any repository may hold a file with any name. */
export function npmPath(repository: string, path: string): NpmPath | undefined {
  const index = /^\.npm\/(.+)\/package\.json$/.exec(path)?.[1];
  if (index !== undefined) return named('index', index);
  const request = classifyRequest('GET', `/${path.replace(/[%?#]/g, encodeURIComponent)}`);
  if (request.kind === 'tarball') return { kind: 'tarball', package: request.package, version: request.version };
  const folder = path.replace(/\/(?:-\/?)?$/, '');
  return folder.startsWith('@') || /npm/i.test(repository) ? named('folder', folder) : undefined;
}

function named(kind: NpmPath['kind'], text: string): NpmPath | undefined {
  const name = /%/.test(text) ? undefined : packageName(text);
  return name === undefined ? undefined : { kind, package: name };
}
