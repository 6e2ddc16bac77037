import type { Inference, Inferred } from '../core/inference.ts';
import { isDated, type PackageStates, packagesIn, versionPart, versionsIn } from '../registry/history/packument.ts';
import { between, cite, inferred, type Shown, type Snapshot, timedInOrder } from '../registry/history/snapshot.ts';
import { compareVersions } from '../registry/lines.ts';
import { readManifest } from '../registry/manifest.ts';

const inference: Inference = {
  id: 'deprecation-changed',
  title: 'versions were deprecated',
  revision: 1,
  reason: 'two snapshots of a package in a row have another deprecation text of a version',
  *infer(view, packages) {
    for (const states of packagesIn(view, packages)) yield* changes(states);
  },
};

export default inference;

/** What two snapshots say of one version, and its text in each. */
interface Text extends Shown {
  readonly deprecated: string | undefined;
}

function* changes({ name, snapshots }: PackageStates): Generator<Inferred> {
  const dated = timedInOrder(snapshots.filter(({ state }) => isDated(state)));
  for (const [i, newer] of dated.entries()) {
    const older = dated[i - 1];
    if (older !== undefined) yield* compare(name, older, newer);
  }
}

function* compare(name: string, older: Snapshot, newer: Snapshot): Generator<Inferred> {
  const versions = versionsIn(newer.state).filter((version) => isOther(version, older, newer));
  for (const version of versions.sort(compareVersions)) {
    const [before, after] = [textOf(older, version), textOf(newer, version)];
    if (before.deprecated !== after.deprecated) yield conclude(name, version, before, after);
  }
}

/** Most manifests are the same in both; they need not be read. */
function isOther(version: string, older: Snapshot, newer: Snapshot): boolean {
  const part = versionPart(version);
  const digest = older.state.digest(part);
  return digest !== undefined && digest !== newer.state.digest(part);
}

function textOf(snapshot: Snapshot, version: string): Text {
  const part = versionPart(version);
  const { deprecated } = readManifest(snapshot.state.value(part));
  return { ...snapshot, citation: cite(snapshot.state, part), deprecated };
}

function conclude(name: string, version: string, older: Text, newer: Text): Inferred {
  const [old, now] = [older.deprecated, newer.deprecated];
  const action = now === undefined ? 'package.undeprecated' : 'package.deprecated';
  const draft = { action, package: name, version, deprecated: now, old, new: now } as const;
  const key = [`${name}@${version}`, newer.citation.evidence, newer.since?.text ?? ''];
  return inferred(key, draft, between(older, newer), [older, newer]);
}
