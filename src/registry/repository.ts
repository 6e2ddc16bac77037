const ADDRESS = /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]{0,200}@)?([^/:]{1,253})(?::\d{1,5})?[/:](.{1,500})$/;
/** `git@github.com:owner/name.git` */
const SCP = /^[^@/\s:]{1,100}@([^:/\s]{1,253}):(.{1,500})$/;
/** `github:owner/name`, `owner/name` */
const SHORT = /^(?:(github|gitlab|bitbucket):)?([\w.-]{1,100}(?:\/[\w.-]{1,100}){1,5})$/;

/**
 * The path of a repository at its host, as logs name it: `owner/name`, at GitLab also deeper. From what a manifest says:
 * an address, `github:owner/name` or `owner/name`.
 */
export function repositoryPath(said: string | undefined): string | undefined {
  const [plain = ''] = (said ?? '').trim().split(/[?#]/);
  const [, host, path] = ADDRESS.exec(plain) ?? SCP.exec(plain) ?? SHORT.exec(plain) ?? [];
  if (path === undefined) return undefined;
  const [inHost = ''] = path.split('/-/');
  const names = inHost.split('/').filter((name) => name !== '');
  const wanted = host?.includes('gitlab') === true ? names : names.slice(0, 2);
  const repo = wanted.join('/').replace(/\.git$/, '');
  return wanted.length >= 2 && /^[\w./-]+$/.test(repo) ? repo : undefined;
}
