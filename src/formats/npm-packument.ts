import type { Format, Sample } from '../core/format.ts';
import { isObject, type JsonObject, member } from '../core/json.ts';
import { firstDocument, inEachDocument, readingPerDocument, surveyOf } from './npm/documents.ts';
import { PackumentReading } from './npm/packument-reading.ts';

/**
 * What a registry knows of a package: `GET /<name>`, full or abbreviated, the rest of an unpublished package, the
 * answer of a mirror, or the document Verdaccio keeps (`storage/<name>/package.json`).
 * Form: npm/registry `docs/responses/package-metadata.md`.
 */
const format: Format = {
  id: 'npm-packument',
  title: 'npm packument',
  revision: 1,
  about: {
    export: 'curl -s https://registry.example/<name> -o <name>.<UTC stamp>.json',
    lifetime: 'kept for ever, but a takedown removes the version it is about: save it before',
    proves: 'when each version was published, by which account, with or without OIDC and provenance; what it holds',
    cannotProve:
      'address, token, session; when a version was removed, an owner or e-mail changed; full history of tags',
    tried: 'real',
  },
  framing: inEachDocument((path) => {
    const inside = path.length === 0 || (path.length === 1 && path[0] === 'versions');
    return inside ? 'enter' : 'take';
  }),
  survey: surveyOf('name', '_id', 'time', 'modified'),
  signs: { members: ['name', 'versions', 'dist-tags', 'time', 'maintainers'] },
  recognise: (sample: Sample) => {
    const document = firstDocument(sample);
    return document !== undefined && (hasVersions(document) || isUnpublished(document)) ? 80 : 0;
  },
  open: (context) => readingPerDocument(context, (surveyed) => new PackumentReading(context, surveyed)),
};

export default format;

/** `npm view` prints `versions` as a list: that is another format. */
function hasVersions(document: JsonObject): boolean {
  const known = isObject(member(document, 'dist-tags')) || isObject(member(document, 'time'));
  return isNamed(document) && isObject(member(document, 'versions')) && known;
}

function isUnpublished(document: JsonObject): boolean {
  const time = member(document, 'time');
  const gone = member(document, 'versions') === undefined && isObject(member(time, 'unpublished'));
  return isNamed(document) && gone;
}

function isNamed(document: JsonObject): boolean {
  return typeof (member(document, 'name') ?? member(document, '_id')) === 'string';
}
