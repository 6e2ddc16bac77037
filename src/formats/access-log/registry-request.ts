import { withoutPrefix } from '../../registry/prefix.ts';
import type { RegistryRequest } from '../../registry/request.ts';
import type { AccessLine } from './line.ts';

/** Clients whose requests are for a registry, whatever the path. */
const PACKAGE_CLIENT = /^(?:npm|yarn|pnpm|bun|lerna|verdaccio)\/|^npm$/i;
const BROWSER = /^Mozilla\//;

/** Ends of file names that a web site has and no package uses as its name. `.js` and `.json` are not among them. */
const WEB_FILE =
  /\.(?:aspx?|bak|cgi|css|env|gif|git|gz|html?|ico|jpe?g|jsp|log|map|php\d?|png|sql|svg|txt|webp|woff2?|xml|ya?ml|zip)$/i;

/** Services under `/-/` that npm has. GitLab and others put pages of their own there. */
const SERVICE = /^\/-\/(?:npm|org|package|stage|team|user|v1)(?:\/|$)/;

/** What a server answers to a path that it does not have. */
const NOT_HERE: ReadonlySet<number> = new Set([400, 404, 405, 410, 501]);

/**
 * Whether a request is for a registry. `GET /<name>` could also ask for a page, and `PUT /<name>` could be an upload of
 * another kind: there the client, the form of the name and the answer decide. What changed something is never left out.
 */
export function isRegistryRequest(request: RegistryRequest, url: string, line: AccessLine): boolean {
  const { kind, package: name } = request;
  if (kind === 'other') return name !== undefined || SERVICE.test(pathOf(url));
  if (name === undefined || request.version !== undefined) return true;
  if (kind === 'metadata') return isDocument(name, url, line) && mayRead(name, url, line);
  const ambiguous = (kind === 'publish-or-deprecate' || kind === 'delete-package') && !url.includes('/-rev/');
  return !ambiguous || isDocument(name, url, line);
}

/** Not the file of a web site, and not a path that the server says it does not have. */
function isDocument(name: string, url: string, line: AccessLine): boolean {
  if (isPackageClient(line)) return true;
  if (WEB_FILE.test(name)) return false;
  return isMarked(name, url) || !NOT_HERE.has(line.status ?? 0);
}

function mayRead(name: string, url: string, line: AccessLine): boolean {
  return isPackageClient(line) || isMarked(name, url) || !BROWSER.test(line.more.agent ?? '');
}

function isPackageClient({ more }: AccessLine): boolean {
  return more.command !== undefined || PACKAGE_CLIENT.test(more.agent ?? '');
}

/** A scope, or the prefix of a product that holds registries. */
function isMarked(name: string, url: string): boolean {
  if (name.startsWith('@')) return true;
  const steps = pathOf(url).split('/').slice(1);
  return withoutPrefix(steps).length < steps.length;
}

function pathOf(url: string): string {
  return url.replace(/[?#][\s\S]*$/, '').replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/]*/, '');
}
