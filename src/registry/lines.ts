import type { SemVer } from 'semver';
import compareBuild from 'semver/functions/compare-build.js';
import parse from 'semver/functions/parse.js';
import maxSatisfying from 'semver/ranges/max-satisfying.js';
import validRange from 'semver/ranges/valid.js';

/** Old packages have versions such as `1.0.0beta`; npm still serves them. */
const LOOSE = { loose: true };

/** Parsed versions that are kept: each release of a package is asked about many times. */
const KEPT = 10_000;
const parsed = new Map<string, SemVer | null>();

function semverOf(text: string): SemVer | null {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  if (parsed.size >= KEPT) parsed.clear();
  const found = parse(text, LOOSE);
  parsed.set(text, found);
  return found;
}

/** Whether a text is a version that npm can have published. */
export function isVersion(text: string): boolean {
  return semverOf(text) !== null;
}

/** The line a version is released on: its major number, `0` for everything before 1.0.0. Undefined for no version. */
export function releaseLine(version: string): string | undefined {
  const found = semverOf(version);
  return found === null ? undefined : String(found.major);
}

export function isPrerelease(version: string): boolean {
  return (semverOf(version)?.prerelease.length ?? 0) > 0;
}

/** Total order: by semver, then by text; what is not a version comes last. */
export function compareVersions(left: string, right: string): number {
  const [leftValid, rightValid] = [isVersion(left), isVersion(right)];
  if (leftValid !== rightValid) return leftValid ? -1 : 1;
  const bySemver = leftValid ? compareBuild(left, right, LOOSE) : 0;
  return bySemver === 0 ? compareText(left, right) : bySemver;
}

/** Whether one is lower by semver; false where either is no version. */
export function isLower(version: string, than: string): boolean {
  return isVersion(version) && isVersion(than) && compareBuild(version, than, LOOSE) < 0;
}

/** Whether a version promises nothing but fixes to another: same major and minor number, and no prerelease. */
export function isPatchOf(version: string, other: string): boolean {
  const [a, b] = [semverOf(version), semverOf(other)];
  return a !== null && b !== null && a.prerelease.length === 0 && a.major === b.major && a.minor === b.minor;
}

/** Ranges are written by whoever published; longer ones are none that a person wrote. */
const LONGEST_RANGE = 256;

/** The highest version that a range allows; a text that is no range, such as a tag, means the highest that is no prerelease. */
export function highestMatching(range: string, versions: readonly string[]): string | undefined {
  if (range.length > LONGEST_RANGE) return undefined;
  const asked = validRange(range, LOOSE) === null ? '*' : range;
  return maxSatisfying([...versions], asked, LOOSE) ?? undefined;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
