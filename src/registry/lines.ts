import compareBuild from 'semver/functions/compare-build.js';
import parse from 'semver/functions/parse.js';

/** Old packages have versions such as `1.0.0beta`; npm still serves them. */
const LOOSE = { loose: true };

/** Whether a text is a version that npm can have published. */
export function isVersion(text: string): boolean {
  return parse(text, LOOSE) !== null;
}

/** The line a version is released on: its major number, `0` for everything before 1.0.0. Undefined for no version. */
export function releaseLine(version: string): string | undefined {
  const parsed = parse(version, LOOSE);
  return parsed === null ? undefined : String(parsed.major);
}

export function isPrerelease(version: string): boolean {
  return (parse(version, LOOSE)?.prerelease.length ?? 0) > 0;
}

/** Total order: by semver, then by text; what is not a version comes last. */
export function compareVersions(left: string, right: string): number {
  const [leftValid, rightValid] = [isVersion(left), isVersion(right)];
  if (leftValid !== rightValid) return leftValid ? -1 : 1;
  const bySemver = leftValid ? compareBuild(left, right, LOOSE) : 0;
  return bySemver === 0 ? compareText(left, right) : bySemver;
}

function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
