import { at, integer, isObject, type Json, type JsonObject, list, scalar, text } from '../../core/json.ts';
import { either, type Told, toldAt } from './api-time.ts';
import { integrityOf } from './artifact.ts';
import { actorOf, idOf, remarks, repositoryIn } from './people.ts';

/** A release as the API, a webhook and `gh release --json` have it. */
export interface Release {
  readonly json: JsonObject;
  /** `gh release list` gives none. */
  readonly id: string | undefined;
  readonly tag: string;
}

export function releaseOf(json: Json | undefined): Release | undefined {
  const tag = text(either(json, 'tag_name', 'tagName'));
  const id = scalar(at(json, 'databaseId')) ?? idOf(json);
  return tag === undefined || !isObject(json) ? undefined : { json, id, tag };
}

export function isDraft({ json }: Release): boolean {
  return either(json, 'draft', 'isDraft') === true;
}

/** That it was published. `created_at` is no time of the release: it is the date of the commit. */
export function published(release: Release): Told[] {
  const { json, id, tag } = release;
  const when = either(json, 'published_at', 'publishedAt');
  return toldAt(`published_at of ${tag}`, when, (time) => ({
    ...time,
    ...releaseMembers(release),
    ...actorOf(at(json, 'author')),
    identity:
      id === undefined
        ? { by: 'fields', values: ['github-release', tag, String(time.at?.micros), text(at(json, 'name'))] }
        : { by: 'native', key: `github-release:${id}:published` },
  }));
}

/** Members that tell which release it is. */
export function releaseMembers({ json, id, tag }: Release) {
  const name = text(at(json, 'name'));
  return {
    action: 'source.release',
    grade: 'server',
    outcome: 'success',
    native_id: id,
    tag,
    ref: text(either(json, 'target_commitish', 'targetCommitish')),
    repo: repositoryIn(either(json, 'html_url', 'url')),
    text: remarks(
      name === tag ? undefined : name,
      either(json, 'prerelease', 'isPrerelease') === true ? 'pre-release' : undefined,
      either(json, 'immutable', 'isImmutable') === true ? 'immutable' : undefined,
    ),
  } as const;
}

/** Files can be added and replaced long after a release was published: each is an event. */
export function assetEvents(release: Release): Told[] {
  return list(at(release.json, 'assets')).flatMap((asset) => assetEvent(release, asset));
}

function assetEvent(release: Release, asset: Json): Told[] {
  const { tag, repo } = releaseMembers(release);
  const name = text(at(asset, 'name'));
  const when = either(asset, 'created_at', 'createdAt');
  const id = assetId(asset);
  return toldAt(`created_at of the file ${name} of ${tag}`, when, (time) => ({
    ...time,
    ...actorOf(at(asset, 'uploader')),
    identity:
      id === undefined
        ? { by: 'fields', values: ['github-release-asset', tag, name, String(time.at?.micros)] }
        : { by: 'native', key: `github-release-asset:${id}` },
    action: 'source.release',
    native_action: 'asset uploaded',
    grade: 'server',
    outcome: 'success',
    native_id: id,
    tag,
    repo,
    resource: name,
    bytes: integer(at(asset, 'size')),
    integrity: integrityOf(text(at(asset, 'digest'))),
    text: changed(asset),
  }));
}

/** The number of an asset: `gh` shows it only within the address in the API. */
function assetId(asset: Json): string | undefined {
  const inAddress = ['url', 'apiUrl'].map(
    (name) => /\/releases\/assets\/(\d+)$/.exec(text(at(asset, name)) ?? '')?.[1],
  );
  return idOf(asset) ?? inAddress.find((id) => id !== undefined);
}

/** A file that was changed after its upload, such as renamed; a replaced one is a new file. */
function changed(asset: Json): string | undefined {
  const [first, last] = [either(asset, 'created_at', 'createdAt'), either(asset, 'updated_at', 'updatedAt')];
  const [state, late] = [text(at(asset, 'state')), text(last)];
  return remarks(
    late === undefined || late === first ? undefined : `last changed ${late}`,
    state === undefined || state === 'uploaded' ? undefined : `state ${state}`,
  );
}
