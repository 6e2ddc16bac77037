import type { EvidenceView } from '../../core/inference.ts';
import { text } from '../../core/json.ts';
import { pointerOf } from '../../core/record.ts';
import type { Line } from '../../core/report.ts';
import type { Step } from '../../core/step.ts';
import type { Release } from '../../registry/history/releases.ts';
import { stamp } from '../when.ts';
import { type Acts, actsOn, REMOVAL } from './removals.ts';

/** Versions of one package that are told one by one; of older ones the number. */
const TOLD = 10;

/** For each version that was published and whose manifest nobody has: which copy to look for, from when, and where. */
export function missingManifests(
  releases: readonly Release[],
  steps: readonly Step[],
  view: EvidenceView,
): readonly Line[] {
  const removals = actsOn(steps, REMOVAL);
  const missing = releases.filter((release) => !release.known && !isInState(release, view));
  const names = [...new Set(missing.map((release) => release.package))];
  return names.flatMap((name) =>
    linesOf(
      name,
      missing.filter((release) => release.package === name),
      removals,
    ),
  );
}

function isInState({ package: name, version }: Release, view: EvidenceView): boolean {
  const part = pointerOf(['versions', version]).slice(1);
  if (view.states(`package:${name}`).some((state) => state.digest(part) !== undefined)) return true;
  const single = view.states(`npm-view:${name}`);
  return single.some((state) => text(state.value('version')) === version && state.parts.includes('dist'));
}

function linesOf(name: string, missing: readonly Release[], removals: Acts): readonly Line[] {
  const told = missing.slice(-TOLD);
  const older = missing.length - told.length;
  const versions = told.map(({ version }) => version).join(', ');
  const more = older === 0 ? '' : ` and ${older} older`;
  return [
    {
      text: `${name} ${versions}${more}: no manifest in evidence (who published, how, dependencies, install scripts)`,
      style: 'warning',
    },
    ...told.map((release) => ({
      text: `${release.version}: a packument copy made ${windowText(release, removals)}`,
      indent: 2,
    })),
    { text: `where: ${placesText(name)}`, indent: 2 },
    { text: 'tarball: the same places, in _cacache by the integrity that a lockfile names', indent: 2 },
    { text: "Rekor, by the tarball's sha512: what was signed for it survives a takedown", indent: 2 },
  ];
}

function windowText(release: Release, removals: Acts): string {
  const published = stamp(release.step.sort);
  const gone = removals.latest(release);
  const open = gone === undefined || Number.isNaN(gone) || gone < release.step.sort;
  return open ? `after ${published}` : `between ${published} and ${stamp(gone)}`;
}

function placesText(name: string): string {
  return [
    `your own proxy (Verdaccio storage/${name}/package.json, remote cache of Artifactory or Nexus)`,
    '~/.npm/_cacache of a machine that looked it up then (the short form: no publisher)',
    'CI caches',
    'a web archive of the registry page',
  ].join(' · ');
}
