import type { EvidenceView } from '../core/inference.ts';
import type { Line } from '../core/report.ts';
import type { Step } from '../core/step.ts';
import { manifestsOf } from '../registry/history/manifests.ts';
import { type Release, releasesOf } from '../registry/history/releases.ts';
import { episodeOf } from './unknown/episode.ts';
import { missingManifests } from './unknown/manifests.ts';
import { accountQuestions, emailQuestions } from './unknown/questions.ts';
import { retentionLines } from './unknown/retention.ts';

/**
 * What the evidence does not hold, and who may: manifests of versions that are gone, what only npm can say of the
 * accounts, and logs of GitHub that will be deleted. Questions with their dates filled in; no heading.
 * @param steps of the timeline, in its order, inferences among them
 */
export function notInEvidence(
  steps: readonly Step[],
  view: EvidenceView,
  packages: ReadonlySet<string>,
): readonly Line[] {
  const published = releasesOf(steps).filter((release) => packages.has(release.package));
  const releases = published.map((release) => withSaved(release, view));
  const missing = missingManifests(releases, steps, view);
  const episode = episodeOf(releases, steps);
  if (episode === undefined) return missing;
  return [
    ...missing,
    ...accountQuestions(episode),
    ...emailQuestions(episode, steps),
    ...retentionLines(episode, steps),
  ];
}

/** A manifest that somebody saved by itself tells who published as well as one within a packument. */
function withSaved(release: Release, view: EvidenceView): Release {
  if (release.known) return release;
  const publisher = manifestsOf(view, release.package, []).of(release.version)?.manifest.publisher;
  if (publisher === undefined) return release;
  return { ...release, known: true, account: publisher.name, email: publisher.email };
}
