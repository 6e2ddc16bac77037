import { isVersion } from './lines.ts';

/** npm's own limit, in characters. */
const LONGEST_NAME = 214;

/** Characters that need no escaping in a URL; npm 1 allowed all of them, and capitals. A leading dot is a path trick. */
const NAME = /^(?:@[\w~!'()*-][\w.~!'()*-]*\/[\w~!'()*-]|[A-Za-z0-9~!'()*-])[\w.~!'()*-]*$/;

/** Names that npm refuses because they mean something else in a folder or a URL. */
const RESERVED: ReadonlySet<string> = new Set(['node_modules', 'favicon.ico']);

/** The text with its percent escapes resolved once; undefined where they are broken. */
export function percentDecoded(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The plain package name in a text such as `@acme%2fwidget`; undefined if it cannot be a package. */
export function packageName(text: string): string | undefined {
  if (text.length > LONGEST_NAME * 3) return undefined;
  const name = percentDecoded(text);
  if (name === undefined || name.length > LONGEST_NAME || RESERVED.has(name)) return undefined;
  return NAME.test(name) ? name : undefined;
}

/**
 * The version in the file name of a package's tarball: `1.1.0` for `widget-1.1.0.tgz` of `@acme/widget`.
 * Some registries put the scope before the file name (`@acme/widget-1.1.0.tgz`).
 */
export function tarballVersion(name: string, file: string): string | undefined {
  const decoded = percentDecoded(file);
  const base = `${name.slice(name.indexOf('/') + 1)}-`;
  const fileName = decoded?.slice(decoded.lastIndexOf('/') + 1);
  if (!fileName?.startsWith(base) || !fileName.endsWith('.tgz')) return undefined;
  const version = fileName.slice(base.length, -'.tgz'.length);
  return isVersion(version) ? version : undefined;
}
