import type { Format, Sample } from '../core/format.ts';
import { isObject, type JsonObject, member, text } from '../core/json.ts';
import { eachMember, firstDocument, readingPerDocument, surveyOf } from './npm/documents.ts';
import { isPacked } from './npm/release.ts';
import { ViewReading } from './npm/view-reading.ts';

/** `npm view <name> --json`, whole or with chosen fields of the package. Form: npm/cli `lib/commands/view.js`. */
const format: Format = {
  id: 'npm-view',
  title: 'npm view',
  revision: 1,
  about: {
    export: 'npm view <name>@<version> --json > <name>.<UTC stamp>.json',
    lifetime: 'as the packument: what a takedown removes is gone here too',
    proves: 'when each version was published; of the one version shown also by whom, how, and what it holds',
    cannotProve: 'who published the other versions; that a version missing from its list was removed',
    tried: 'real',
  },
  framing: eachMember,
  survey: surveyOf('name'),
  signs: { members: ['name', 'versions', 'version', 'dist', 'time', 'maintainers'] },
  recognise: (sample: Sample) => {
    const document = firstDocument(sample);
    if (document === undefined || text(member(document, 'name')) === undefined) return 0;
    if (listsVersions(document)) return 85;
    return hasVersions(document) ? 0 : partial(document);
  },
  open: (context) => readingPerDocument(context, (surveyed) => new ViewReading(context, surveyed)),
};

export default format;

/** In a packument `versions` is an object: that is another format. */
function listsVersions(document: JsonObject): boolean {
  const beside = ['dist-tags', 'time', 'version', 'dist'].some((name) => member(document, name) !== undefined);
  return beside && Array.isArray(member(document, 'versions'));
}

function hasVersions(document: JsonObject): boolean {
  return member(document, 'versions') !== undefined;
}

/** Chosen fields. A manifest alone is another format. */
function partial(document: JsonObject): number {
  const laidOver = ['time', 'dist-tags'].some((name) => isObject(member(document, name)));
  if (isPacked(document) && laidOver && text(member(document, 'version')) !== undefined) return 70;
  const time = member(document, 'time');
  if (!isObject(time) || member(time, 'unpublished') !== undefined) return 0;
  return text(member(time, 'created')) !== undefined && text(member(time, 'modified')) !== undefined ? 60 : 0;
}
