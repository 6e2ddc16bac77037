import type { EventDraft } from '../core/event.ts';
import type { Context, Format, Out, Reading, Sample, Tarball } from '../core/format.ts';
import { entries, type Json, type JsonObject, member } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import type { Moment } from '../core/time.ts';
import { readManifest } from '../registry/manifest.ts';
import { onlyDocument } from './npm/documents.ts';
import { eventsInPart, ignoredOut, partOut, problemOut, stateOut } from './npm/outs.ts';
import { isPacked, releaseOf } from './npm/release.ts';
import type { Release } from './npm/release-events.ts';

/**
 * The package.json that a tarball carries: what the version really holds, whatever the registry's manifest says.
 * Anywhere else such a file belongs to somebody's project and says nothing of a publish.
 * Form: npm/cli `docs/lib/content/configuring-npm/package-json.md`.
 */
const format: Format = {
  id: 'package-json',
  title: 'package.json of a tarball',
  revision: 1,
  about: {
    export: 'npm pack <name>@<version>, then the file package/package.json of the tarball',
    lifetime: 'the registry drops the tarball with the version; caches of machines and mirrors keep it',
    proves: 'which scripts the tarball runs on install, and what it makes npm install along',
    cannotProve: 'that this tarball was published, by whom, and when',
    tried: 'documentation',
  },
  framing: () => 'take',
  signs: { members: ['name', 'version', 'scripts', 'dependencies', 'main'] },
  recognise: (sample: Sample) => {
    const document = onlyDocument(sample);
    return document !== undefined && isPackageJson(document) ? 30 : 0;
  },
  open,
};

export default format;

/** Any one of these beside name and version. */
const USUAL = ['scripts', 'dependencies', 'devDependencies', 'main', 'exports', 'bin', 'files', 'license', 'type'];
/** Members of other documents with a name and a version: what a registry or a lockfile says, an extension, a list. */
const FOREIGN = ['versions', 'time', 'dist-tags', 'lockfileVersion', 'packages', 'manifest_version', 'error'];

function isPackageJson(document: JsonObject): boolean {
  const release = releaseOf(member(document, 'name'), member(document, 'version'));
  const usual = USUAL.some((name) => member(document, name) !== undefined);
  if (
    release === undefined ||
    isPacked(document) ||
    !usual ||
    FOREIGN.some((name) => member(document, name) !== undefined)
  )
    return false;
  // `npm ls --json` and lockfiles have objects there.
  return entries(member(document, 'dependencies')).every(([, range]) => typeof range === 'string');
}

/** Where npm puts it in every tarball that it packs. */
const IN_TARBALL = /(?:^|[/\\!:])package[/\\]package\.json$/;

function open(context: Context): Reading {
  const subjects = new Set<string>();
  const inTarball = context.tarball !== undefined || IN_TARBALL.test(context.name);
  return {
    push: (record) =>
      inTarball ? answer(record, context, subjects) : [ignoredOut('package-json-of-a-project', record)],
    end: () => [...subjects].map((subject) => stateOut(subject, undefined)),
  };
}

function answer(record: EvidenceRecord, { taken, tarball }: Context, subjects: Set<string>): readonly Out[] {
  const release = releaseOf(member(record.json, 'name'), member(record.json, 'version'));
  if (release === undefined)
    return [problemOut('missing-field', '`name` and `version` do not name a version of a package', record)];
  const subject = `package-json:${release.name}@${release.version}`;
  subjects.add(subject);
  const event = taken.at && contentEvent(release, record.json, taken.at, tarball);
  return [partOut(subject, 'package.json', record), ...eventsInPart([event], record.number)];
}

/** What the tarball held when it was saved. Tarballs of one version may differ: each is an event of its own. */
function contentEvent(
  { name, version }: Release,
  json: Json | undefined,
  before: Moment,
  tarball: Tarball | undefined,
): EventDraft {
  const { installScripts, commit } = readManifest(json);
  return {
    action: 'other',
    grade: 'derived',
    outcome: 'success',
    identity: tarball === undefined ? { by: 'record' } : { by: 'native', key: `package-json:${tarball.integrity}` },
    before,
    basis: 'snapshot_range',
    native_action: 'package.json of a tarball',
    package: name,
    version,
    integrity: tarball?.integrity,
    shasum: tarball?.shasum,
    resource: tarball?.name,
    commit,
    scripts: installScripts.length > 0 ? installScripts : undefined,
  };
}
