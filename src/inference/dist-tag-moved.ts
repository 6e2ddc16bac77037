import type { Inference, Inferred } from '../core/inference.ts';
import { isObject } from '../core/json.ts';
import { distTags, isDated, type PackageStates, packagesIn } from '../registry/history/packument.ts';
import { between, cite, inferred, type Shown, type Snapshot, timedInOrder } from '../registry/history/snapshot.ts';

const inference: Inference = {
  id: 'dist-tag-moved',
  title: 'a dist-tag moved',
  revision: 1,
  reason: 'two snapshots of a package in a row have a dist-tag at different versions',
  *infer(view, packages) {
    for (const states of packagesIn(view, packages)) yield* moves(states);
  },
};

export default inference;

interface Tags extends Shown {
  readonly tags: ReadonlyMap<string, string>;
}

function* moves({ name, snapshots }: PackageStates): Generator<Inferred> {
  const shown = timedInOrder(snapshots.flatMap(tagsIn));
  for (const [i, newer] of shown.entries()) {
    const older = shown[i - 1];
    if (older !== undefined) yield* compare(name, older, newer);
  }
}

function tagsIn({ state, since, until }: Snapshot): Tags[] {
  const json = state.value('dist-tags');
  if (!isDated(state) || !isObject(json)) return [];
  return [{ since, until, citation: cite(state, 'dist-tags'), tags: distTags(json) }];
}

function* compare(name: string, older: Tags, newer: Tags): Generator<Inferred> {
  const range = between(older, newer);
  for (const tag of [...new Set([...older.tags.keys(), ...newer.tags.keys()])].sort()) {
    const [from, to] = [older.tags.get(tag), newer.tags.get(tag)];
    if (from === to) continue;
    const draft = { action: 'package.dist_tag_changed', package: name, tag, old: from, new: to } as const;
    const key = [name, tag, newer.citation.evidence, newer.since?.text ?? ''];
    yield inferred(key, draft, range, [older, newer]);
  }
}
