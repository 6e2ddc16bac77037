import type { Format, Out, Sample } from '../core/format.ts';
import { at, type Json } from '../core/json.ts';
import type { EvidenceRecord } from '../core/record.ts';
import { either, toldOuts } from './github/api-time.ts';
import { assetEvents, isDraft, published, releaseOf } from './github/release.ts';

/**
 * Releases of a repository: the list of the API, one object of it, `gh release list --json` and
 * `gh release view --json`. Forms: GitHub REST API 2022-11-28, cli/cli `pkg/cmd/release/shared`.
 */
const format: Format = {
  id: 'github-releases',
  title: 'GitHub releases',
  revision: 1,
  about: {
    export: 'gh api --paginate repos/<owner>/<repo>/releases > releases.json',
    lifetime: 'as long as the release; a deleted one is gone',
    proves:
      'which releases there are, when each was published, by whom; when each of their files was uploaded, by whom',
    cannotProve: 'that the tag still is where it was; files that were replaced; releases that were deleted',
    tried: 'documentation',
  },
  framing: 'records',
  signs: { members: ['tag_name', 'published_at', 'assets', 'tagName', 'publishedAt'] },
  recognise,
  open: () => ({ push: answer, end: () => [] }),
};

export default format;

/** Members of which a release has at least one, besides its tag and when it was published. */
const SIGNS = ['draft', 'prerelease', 'target_commitish', 'isDraft', 'isPrerelease', 'isLatest', 'author', 'assets'];

function isRelease(value: Json): boolean {
  const timed = either(value, 'published_at', 'publishedAt') !== undefined;
  return timed && releaseOf(value) !== undefined && SIGNS.some((name) => at(value, name) !== undefined);
}

function recognise({ values, wrapper }: Sample): number {
  const all = values.flat();
  return wrapper === undefined && all.filter(isRelease).length * 2 > all.length ? 71 : 0;
}

/** `gh api --paginate --slurp` gives a list of pages. */
function answer({ json, number }: EvidenceRecord): readonly Out[] {
  if (!Array.isArray(json)) return releaseAnswer(json, [number]);
  if (json.length === 0) return [{ kind: 'ignored', rule: 'empty list', records: [number] }];
  return json.flatMap((item: Json) => releaseAnswer(item, [number]));
}

function releaseAnswer(json: Json | undefined, records: readonly number[]): readonly Out[] {
  const release = releaseOf(json);
  if (release === undefined) {
    return [{ kind: 'problem', code: 'unknown-shape', message: 'not a release: it has no tag', records }];
  }
  const files = assetEvents(release);
  if (isDraft(release) && files.length === 0) return [{ kind: 'ignored', rule: 'draft', records }];
  const all = isDraft(release) ? files : [...published(release), ...files];
  if (all.length > 0) return toldOuts(all, records);
  return [{ kind: 'problem', code: 'missing-field', message: `no time of publication of ${release.tag}`, records }];
}
