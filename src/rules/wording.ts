import type { KnownRelease } from '../registry/history/history.ts';

/** `axios@1.14.1` */
export function nameOf({ package: name, version }: Pick<KnownRelease, 'package' | 'version'>): string {
  return `${name}@${version}`;
}

/** Accounts that stand for a service, not for someone whose acts can be followed. */
const SERVICES: ReadonlySet<string> = new Set(['GitHub Actions', 'GitLab CI/CD', 'CircleCI']);

/** The account as something that findings may share; nothing for a trusted publisher. */
export function accountsOf({ account, oidc }: Pick<KnownRelease, 'account' | 'oidc'>): readonly string[] {
  return account === undefined || oidc || SERVICES.has(account) ? [] : [account];
}

/** `1.14.0 and 1.13.6`; of more than three the first three and how many more. */
export function listText(names: readonly string[]): string {
  if (names.length > 4) return `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
  const [last = '', ...others] = names.toReversed();
  return others.length === 0 ? last : `${others.reverse().join(', ')} and ${last}`;
}
