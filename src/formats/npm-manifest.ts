import type { Format, Sample } from '../core/format.ts';
import { isObject, type JsonObject, member } from '../core/json.ts';
import { eachMember, firstDocument, readingPerDocument, surveyOf } from './npm/documents.ts';
import { ManifestReading } from './npm/manifest-reading.ts';
import { isPacked, releaseOf } from './npm/release.ts';

/**
 * What a registry shows of one version: `GET /<name>/<version>`, or those fields of `npm view <name>@<version> --json`.
 * Form: npm/registry `docs/responses/package-metadata.md`.
 */
const format: Format = {
  id: 'npm-manifest',
  title: 'npm version manifest',
  revision: 1,
  about: {
    export: 'curl -s https://registry.example/<name>/<version> -o <name>-<version>.<UTC stamp>.json',
    lifetime: 'as the packument: what a takedown removes is gone here too',
    proves: 'what the version holds, by which account it came, with or without OIDC; when its tarball was uploaded',
    cannotProve: 'any other version; when it was deprecated or approved; which token published it',
    tried: 'real',
  },
  framing: eachMember,
  survey: surveyOf('name', 'version'),
  signs: { members: ['name', 'version', 'dist', '_npmUser', '_id'] },
  recognise: (sample: Sample) => (isManifest(firstDocument(sample)) ? 75 : 0),
  open: (context) => readingPerDocument(context, (surveyed) => new ManifestReading(context, surveyed)),
};

export default format;

/** Members of the whole package, which `npm view` lays over a manifest. */
const OF_PACKAGE = ['versions', 'time', 'dist-tags', 'modified'];

function isManifest(document: JsonObject | undefined): boolean {
  const named = releaseOf(member(document, 'name'), member(document, 'version')) !== undefined;
  const whole = OF_PACKAGE.some((name) => isObject(member(document, name)) || Array.isArray(member(document, name)));
  return isPacked(document) && named && !whole;
}
