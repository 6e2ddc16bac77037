/** Where a lockfile says that a package comes from. */
export interface Origin {
  /**
   * `remote`: an archive at a URL. `git`: a commit of a repository. `file`: an archive on this machine. `folder`: one
   * of the project's own folders, or another one beside it.
   */
  readonly kind: 'remote' | 'git' | 'file' | 'folder';
  readonly url: string;
  /** SHA-1 of the archive, 40 hex digits, as yarn writes it behind the URL. */
  readonly shasum?: string | undefined;
  readonly commit?: string | undefined;
  /** Path of the repository on its host: `acme/widget`. */
  readonly repo?: string | undefined;
}

/** Longer texts are no URLs; they are kept, and not taken apart. */
const LONGEST = 16_384;

const LINK = /^(?:link|portal|workspace):/;
const LOCAL = /^(?:file:|\.{0,2}\/|[A-Za-z]:[\\/])/;
const ARCHIVE = /\.(?:tgz|tar|tar\.gz)(?:$|[#?:])/i;
const GIT =
  /^(?:git[+:]|ssh:|github:|gitlab:|bitbucket:|gist:|[\w.-]+@[\w.-]+:)|^https?:[^#?]*\.git(?:$|[#?])|#commit=/;
const CODELOAD =
  /^https?:\/\/codeload\.github\.com\/([^/]+\/[^/]+)\/(?:legacy\.)?(?:tar\.gz|zip)\/(?:([0-9a-f]{40})$)?/;

/** Whether what stands behind `name@` is a place, and no version or tag. */
export function isPlace(text: string): boolean {
  return /[:/]/.test(text);
}

/** Reads what stands as `resolved`, or behind `name@` where that is no version. Never throws. */
export function originOf(text: string): Origin {
  if (text.length > LONGEST) return { kind: 'remote', url: text };
  if (LINK.test(text)) return { kind: 'folder', url: text };
  if (LOCAL.test(text)) return { kind: ARCHIVE.test(text) ? 'file' : 'folder', ...withShasum(text) };
  const archive = CODELOAD.exec(text);
  if (archive !== null) return { kind: 'git', url: text, repo: archive[1], commit: archive[2] };
  if (GIT.test(text)) return gitOrigin(text);
  return { kind: 'remote', ...withShasum(text) };
}

function withShasum(text: string): Pick<Origin, 'url' | 'shasum'> {
  const [, url = text, shasum] = /^([^#]*)#([0-9a-f]{40})$/.exec(text) ?? [];
  return { url, shasum };
}

/** A repository that is known to be one, whatever its address looks like. */
export function gitOrigin(text: string): Origin {
  const [, commit] = /[#&](?:commit=)?([0-9a-f]{40})(?:$|&)/.exec(text) ?? [];
  return { kind: 'git', url: text, repo: repositoryOf(text), commit };
}

const HOSTED = /^(?:github|gitlab|bitbucket):(?!\/\/)([^#?]+)/;
const ADDRESS = /^(?:git\+)?(?:https?|ssh|git):\/\/[^/#?]+\/([^#?]+)/;
const SSH_SHORT = /^[\w.-]+@[\w.-]+:([^#?]+)/;

function repositoryOf(text: string): string | undefined {
  const [, path = ''] = HOSTED.exec(text) ?? ADDRESS.exec(text) ?? SSH_SHORT.exec(text) ?? [];
  const bare = path.replace(/\/$/, '').replace(/\.git$/, '');
  return /^[\w.~-]+(?:\/[\w.~-]+)+$/.test(bare) ? bare : undefined;
}
