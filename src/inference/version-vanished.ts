import type { EvidenceView, Inference, Inferred, StateView } from '../core/inference.ts';
import { isObject, text } from '../core/json.ts';
import { durationText, type Moment } from '../core/time.ts';
import {
  distTags,
  hasVersion,
  isDated,
  listsAllVersions,
  type PackageStates,
  packagesIn,
  publishTime,
  versionPart,
  versionsIn,
  versionsInTime,
} from '../registry/history/packument.ts';
import { cite, inferred, nameOf, type Range, type Snapshot, staleText, stamp } from '../registry/history/snapshot.ts';
import { compareVersions } from '../registry/lines.ts';

const inference: Inference = {
  id: 'version-vanished',
  title: 'a version vanished',
  revision: 1,
  reason: 'a package has the time of a version, or an older copy has it, but its document no longer does',
  *infer(view, packages) {
    for (const states of packagesIn(view, packages)) yield* vanished(states, view);
  },
};

export default inference;

/** A version that is gone, and the snapshots that say something of it. */
interface Gone {
  readonly version: string;
  readonly published: Moment | undefined;
  /** The oldest snapshot without it. */
  readonly without: Snapshot;
  /** Those that have it. */
  readonly having: readonly Snapshot[];
}

function* vanished({ name, snapshots }: PackageStates, view: EvidenceView): Generator<Inferred> {
  const dated = snapshots.filter(({ state }) => isDated(state));
  const missing = missingIn(dated);
  for (const [version, without] of [...missing].sort(([a], [b]) => compareVersions(a, b))) {
    const gone = goneOf(version, without, dated);
    if (gone !== undefined) yield conclude(name, gone, inNoEvidence(name, version, snapshots, view));
  }
}

/** By version, the oldest full document without it: it names its time, or an older document had it. */
function missingIn(dated: readonly Snapshot[]): ReadonlyMap<string, Snapshot> {
  const missing = new Map<string, Snapshot>();
  const known = new Set<string>();
  for (const snapshot of dated) {
    const { state } = snapshot;
    for (const version of [...versionsInTime(state), ...versionsIn(state)]) known.add(version);
    if (!listsAllVersions(state)) continue;
    for (const version of known) {
      if (!missing.has(version) && !hasVersion(state, version)) missing.set(version, snapshot);
    }
  }
  return missing;
}

/** A name in `time` that has neither a readable time nor ever a manifest may be no version at all. */
function goneOf(version: string, without: Snapshot, dated: readonly Snapshot[]): Gone | undefined {
  const times = [without, ...dated].map(({ state }) => publishTime(state, version));
  const published = times.find((moment) => moment !== undefined);
  const having = dated.filter(({ state }) => hasVersion(state, version));
  return published === undefined && having.length === 0 ? undefined : { version, published, without, having };
}

function conclude(name: string, gone: Gone, nowhere: boolean): Inferred {
  const { version, published, without } = gone;
  const before = without.since;
  const witness = lastWitness(gone.having, before);
  const after = later(witness?.moment, published);
  const remarks = [
    exposureText(gone, witness?.moment),
    lateText(without),
    ...gone.having.filter((snapshot) => isStale(snapshot, before)).map(staleText),
    ...contradictionTexts(gone, witness),
    ...danglingTexts(gone),
    replacedText(gone),
    nowhere ? 'its manifest is in no evidence: see "not in evidence"' : undefined,
  ].filter((remark) => remark !== undefined);
  const times = { ...without, citation: cite(without.state, 'time') };
  const from = witness === undefined ? [times] : [times, citing(witness.snapshot, version)];
  const draft = { action: 'package.version_deleted', package: name, version } as const;
  return inferred([`${name}@${version}`], draft, { after, before, remarks } satisfies Range, from);
}

function citing(snapshot: Snapshot, version: string): Snapshot {
  return { ...snapshot, citation: cite(snapshot.state, versionPart(version)) };
}

interface Witness {
  readonly moment: Moment;
  readonly snapshot: Snapshot;
}

/** The newest moment that shows the version. A stale copy shows it for the time of the original, not of the copy. */
function lastWitness(having: readonly Snapshot[], before: Moment | undefined): Witness | undefined {
  const witnesses = having.flatMap((snapshot): Witness[] => {
    const moment = isStale(snapshot, before) ? snapshot.since : snapshot.until;
    return moment === undefined ? [] : [{ moment, snapshot }];
  });
  return witnesses.reduce<Witness | undefined>(
    (newest, witness) => (newest !== undefined && newest.moment.micros >= witness.moment.micros ? newest : witness),
    undefined,
  );
}

/** Copied when the version was gone, from a document that had last changed before. */
function isStale({ since, until }: Snapshot, before: Moment | undefined): boolean {
  if (before === undefined || since === undefined || until === undefined) return false;
  return until.micros > before.micros && since.micros < before.micros;
}

function later(a: Moment | undefined, b: Moment | undefined): Moment | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a.micros >= b.micros ? a : b;
}

function exposureText({ published, without }: Gone, seen: Moment | undefined): string | undefined {
  const before = without.since;
  if (published === undefined || isAfter(published, before) || isAfter(seen, before)) return undefined;
  const most = before && `at most ${durationText(before.micros - published.micros)}`;
  const witnessed = seen !== undefined && isAfter(seen, published);
  const least = witnessed ? `at least ${durationText(seen.micros - published.micros)}` : undefined;
  const parts = [most, least].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `installable ${parts.join(', ')}`;
}

function isAfter(a: Moment | undefined, b: Moment | undefined): boolean {
  return a !== undefined && b !== undefined && a.micros > b.micros;
}

function lateText({ state, since }: Snapshot): string | undefined {
  if (since === undefined || since.text === state.taken) return undefined;
  return 'at the latest: any later change moves time.modified';
}

function contradictionTexts({ published, without }: Gone, witness: Witness | undefined): readonly string[] {
  const end = stamp(without.since);
  const texts: string[] = [];
  if (isAfter(witness?.moment, without.since) && witness !== undefined) {
    const shown = `${nameOf(witness.snapshot)} has it at ${stamp(witness.moment)}`;
    texts.push(`contradiction: ${nameOf(without)} is without it by ${end}, ${shown}: restored, or a wrong time`);
  }
  if (isAfter(published, without.since)) {
    texts.push(`contradiction: gone by ${end}, but published at ${stamp(published)}: one of the times is wrong`);
  }
  return texts;
}

/** A registry moves the tags of what it removes; a document that was cut off does not. */
function danglingTexts({ version, without }: Gone): readonly string[] {
  const tags = [...distTags(without.state.value('dist-tags'))].filter(([, target]) => target === version);
  return tags.map(([tag]) => `${nameOf(without)} still tags it ${tag}: is that document whole?`);
}

/** npm keeps the time of what it removes, unless it puts a placeholder in place of the whole package. */
function replacedText({ version, without }: Gone): string | undefined {
  if (publishTimeStands(without.state, version)) return undefined;
  return `${nameOf(without)} does not even name its time: the whole document was replaced`;
}

function publishTimeStands(state: StateView, version: string): boolean {
  const time = state.value('time');
  return isObject(time) && Object.hasOwn(time, version);
}

function inNoEvidence(name: string, version: string, snapshots: readonly Snapshot[], view: EvidenceView): boolean {
  if (snapshots.some(({ state }) => hasVersion(state, version))) return false;
  if (view.states(`npm-manifest:${name}@${version}`).length > 0) return false;
  const single = view.states(`npm-view:${name}`);
  return !single.some((state) => text(state.value('version')) === version && state.parts.includes('dist'));
}
