import type { Step } from '../../core/step.ts';
import { compareVersions } from '../../registry/lines.ts';
import type { ReachGrade } from './fetch.ts';
import { bringerOf, type Target } from './targets.ts';

/** What a fetch or a look into a lockfile says of one of the targets. */
export interface Told {
  readonly release: string;
  readonly grade: ReachGrade;
  readonly remarks: readonly string[];
}

/** Beginning of what formats write about a package that stands in node_modules. */
const INSTALLED = /(?:^|, )installed: /;

/** A version means what the registry published under it only if it comes from there. */
const ELSEWHERE = /(?:^|, )(from git|from a file|its archive is that of )/;

/** A download, or one that was refused. Undefined: of a version that is not looked for. */
export function toldByFetch({ members }: Step, target: Target): Told | undefined {
  const { version, action, outcome, text } = members;
  const bringer = version === undefined ? undefined : namedOrBrought(target, version);
  if (version === undefined || bringer === undefined) return undefined;
  const release = `${target.package}@${version}`;
  if (action === 'artifact.download_denied' || outcome === 'denied' || outcome === 'failure') {
    return { release, grade: 'possible', remarks: [`a fetch of ${release} was tried and refused, or failed`] };
  }
  const remarks = [
    ...bringer,
    ...(text?.startsWith('from the cache') === true ? ['from the cache of the machine'] : []),
  ];
  if (outcome === 'unknown') remarks.push(`whether the fetch of ${release} was answered is not known`);
  return { release, grade: bringer.length > 0 || outcome === 'unknown' ? 'likely' : 'confirmed', remarks };
}

/** Remarks that go with a version that is looked for; undefined: it is not. */
function namedOrBrought(target: Target, version: string): readonly string[] | undefined {
  if (target.bad.has(version)) return [];
  const by = bringerOf(target, version);
  return by === undefined ? undefined : [`${target.package}@${version} is what ${by} newly brings along`];
}

/** An entry of a lockfile, of `npm ls`, or of npm's cache that is no download. */
export function toldByPin(step: Step, target: Target): Told | undefined {
  const { version, text = '', action, native_action } = step.members;
  if (version === undefined) return undefined;
  const release = `${target.package}@${version}`;
  const installed = INSTALLED.test(text);
  const named = namedOrBrought(target, version);
  if (named === undefined) return installed && target.runs ? rewritten(step, target, release) : undefined;
  const exact = named.length === 0 && installed;
  if (action !== 'artifact.locked') {
    return { release, grade: 'likely', remarks: [...named, `npm's cache names ${release} (${native_action})`] };
  }
  const where = installed ? `${release} stands in node_modules` : `a lockfile names ${release}`;
  const from = ELSEWHERE.test(text) ? [`${release} there: ${text}`] : [];
  const old = olderThan(step, target, version);
  const grade = from.length > 0 || old.length > 0 ? 'possible' : exact ? 'confirmed' : 'likely';
  return { release, grade, remarks: [...named, where, ...from, ...old] };
}

function olderThan({ bounded, sort }: Step, { bad }: Target, version: string): readonly string[] {
  const published = bad.get(version)?.published;
  if (bounded === 2 || published === undefined || sort >= published) return [];
  return ['the file is said to be older than the release: one of the times is wrong, or the release was another'];
}

/**
 * What was installed says itself which version it is, and a payload can write there what it likes: after the infection
 * of 2026-03-31 `npm ls` printed plain-crypto-js 4.2.0, because the dropper of 4.2.1 put another package.json there.
 */
function rewritten(
  { bounded, sort }: Step,
  { package: name, bad, brought }: Target,
  release: string,
): Told | undefined {
  const from = [...bad.values()].reduce((first, { published }) => Math.min(first, published), Number.MAX_SAFE_INTEGER);
  if (bounded !== 2 && bad.size > 0 && sort < from) return undefined;
  const names = [...bad.keys()].sort(compareVersions).map((version) => `${name}@${version}`);
  const hidden = names.length > 0 ? names.join(', ') : `what ${brought[0]?.by ?? 'it'} brought`;
  const remark = `the machine says ${release}, but a payload can rewrite the package.json that is read there: ${hidden} is not ruled out`;
  return { release, grade: 'possible', remarks: [remark] };
}
