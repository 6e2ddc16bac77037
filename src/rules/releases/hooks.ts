import type { KnownRelease } from '../../registry/history/history.ts';

/** Any of them: the abbreviated form says that there is one, not which. */
const SOME = 'an install script';

/** What npm runs on install of a release: name of the hook to its text. */
export function hooksOf({ manifest }: KnownRelease): ReadonlyMap<string, string | undefined> {
  const scripts = manifest?.installScripts ?? [];
  if (scripts.length === 0) return new Map(manifest?.hasInstallScript === true ? [[SOME, undefined]] : []);
  return new Map(scripts.map((script) => splitAt(script, script.indexOf(': '))));
}

function splitAt(script: string, place: number): [string, string] {
  return [script.slice(0, place), script.slice(place + 2)];
}

/** Hooks of a release that none of the others has; where one has some hook of unknown name, none is new. */
export function newHooks(
  release: KnownRelease,
  others: readonly KnownRelease[],
): ReadonlyMap<string, string | undefined> {
  const own = hooksOf(release);
  if (own.size === 0) return own;
  const had = new Set(others.flatMap((other) => [...hooksOf(other).keys()]));
  if (had.has(SOME) || (own.has(SOME) && had.size > 0)) return new Map();
  return new Map([...own].filter(([name]) => !had.has(name)));
}

const LONGEST_SHOWN = 80;

/** `postinstall: node setup.js` */
export function hookText([name, script]: readonly [string, string | undefined]): string {
  if (script === undefined) return name;
  return `${name}: ${script.length <= LONGEST_SHOWN ? script : `${script.slice(0, LONGEST_SHOWN).toWellFormed()}…`}`;
}

/** Programs that build or arrange what was installed: they run no file of the package's own. */
const TOOLS: ReadonlySet<string> = new Set([
  'node-gyp',
  'node-gyp-build',
  'node-gyp-build-optional-packages',
  'node-pre-gyp',
  'prebuild-install',
  'cmake-js',
  'napi-postinstall',
  'husky',
  'is-ci',
  'patch-package',
  'opencollective',
  'opencollective-postinstall',
  'only-allow',
  'exit',
  'true',
]);

/** Whether a script does nothing but call such programs, one after the other. */
export function isOrdinary(script: string | undefined): boolean {
  if (script === undefined || /[;`$<>]/.test(script)) return false;
  return script.split(/\|\||&&/).every((part) => {
    const [first = '', second = ''] = part.trim().split(/\s+/);
    return !/[|&]/.test(part) && TOOLS.has(first === 'npx' ? second : first);
  });
}

const FETCHES =
  /\b(?:curl|wget|powershell|pwsh|certutil|bitsadmin|base64|eval|bunx|pnpx)\b|https?:|\bnode\s+(?:-e|-p|--eval|--print)\b|\b(?:npm|yarn|pnpm|bun)\s+(?:i|install|add|exec|x|dlx)\b|\bnpx\b|\bstart\s+\/b\b/i;

/** Whether a script fetches something, or runs code that stands in no file. */
export function isFetching(script: string | undefined): boolean {
  return script !== undefined && !isOrdinary(script) && FETCHES.test(script);
}
