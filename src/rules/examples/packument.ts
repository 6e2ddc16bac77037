/** What an example says of one version. */
export interface PublishLook {
  /** RFC 3339. */
  readonly at: string;
  /** `alice <alice@example.test>`; absent: the registry says nothing of the publisher. */
  readonly by?: string;
  /** Published by a workflow through a trusted publisher. */
  readonly oidc?: boolean;
  /** `none`: an `attestations` object that has no provenance. */
  readonly provenance?: boolean | 'none';
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly commit?: string;
  readonly repository?: string;
  readonly deprecated?: string;
  /** Owners when it was published: `alice <alice@example.test>`. */
  readonly owners?: readonly string[];
  /** Only its time is left: npm took it down. */
  readonly gone?: boolean;
  /** Further members of the manifest. */
  readonly more?: Readonly<Record<string, unknown>>;
}

export interface DocumentLook {
  readonly tags?: Readonly<Record<string, string>>;
  readonly owners?: readonly string[];
  /** `time.modified`; absent: the newest publish. */
  readonly modified?: string;
}

/** Text of a packument as npm answers it. */
export function packument(
  name: string,
  versions: Readonly<Record<string, PublishLook>>,
  look: DocumentLook = {},
): string {
  const looks = Object.entries(versions);
  const times = Object.fromEntries(looks.map(([version, { at }]) => [version, at]));
  const sorted = Object.values(times).sort();
  const kept = looks.filter(([, { gone }]) => gone !== true);
  const latest = kept.at(-1)?.[0];
  return JSON.stringify({
    _id: name,
    name,
    'dist-tags': look.tags ?? (latest === undefined ? {} : { latest }),
    versions: Object.fromEntries(kept.map(([version, publish]) => [version, manifest(name, version, publish)])),
    time: { created: sorted[0], modified: look.modified ?? sorted.at(-1), ...times },
    ...(look.owners && { maintainers: look.owners.map(person) }),
  });
}

/** Text of one version's manifest. */
export function manifest(name: string, version: string, look: PublishLook): Record<string, unknown> {
  const tarball = `https://registry.example/${name}/-/${name.split('/').at(-1)}-${version}.tgz`;
  return {
    name,
    version,
    ...(look.repository && { repository: { type: 'git', url: look.repository } }),
    ...(look.scripts && { scripts: look.scripts, hasInstallScript: hasInstallScript(look.scripts) }),
    ...(look.dependencies && { dependencies: look.dependencies }),
    ...(look.optionalDependencies && { optionalDependencies: look.optionalDependencies }),
    ...(look.commit && { gitHead: look.commit }),
    ...(look.deprecated && { deprecated: look.deprecated }),
    ...(look.owners && { maintainers: look.owners.map(person) }),
    ...publisher(look),
    dist: { tarball, shasum: '0'.repeat(40), ...attestations(name, version, look) },
    ...look.more,
  };
}

function hasInstallScript(scripts: Readonly<Record<string, string>>): boolean {
  return ['preinstall', 'install', 'postinstall'].some((script) => script in scripts);
}

function publisher({ by, oidc }: PublishLook): Record<string, unknown> {
  if (oidc) {
    const trustedPublisher = { id: 'github', oidcConfigId: 'oidc:00000000-0000-4000-8000-000000000000' };
    return { _npmUser: { name: 'GitHub Actions', email: 'npm-oidc-no-reply@github.com', trustedPublisher } };
  }
  return by === undefined ? {} : { _npmUser: person(by) };
}

function attestations(name: string, version: string, { provenance }: PublishLook): Record<string, unknown> {
  if (provenance === undefined || provenance === false) return {};
  const url = `https://registry.example/-/npm/v1/attestations/${name}@${version}`;
  const predicateType = 'https://slsa.dev/provenance/v1';
  return { attestations: { url, ...(provenance === true && { provenance: { predicateType } }) } };
}

/** `alice <alice@example.test>` */
function person(text: string): { name: string; email?: string } {
  const [name = '', email] = text.replace('>', '').split(' <');
  return email === undefined ? { name } : { name, email };
}

/** Name of a file that says when it was taken: `axios.20260331T043000Z.json`. */
export function stamped(name: string, taken: string, extension = 'json'): string {
  const stamp = taken.replaceAll(/[-:]|\.\d+/g, '');
  return `${name.replaceAll('/', '-').replace('@', '')}.${stamp}.${extension}`;
}

/** One copy of a package's document, taken when given. */
export function snapshot(
  name: string,
  taken: string,
  versions: Readonly<Record<string, PublishLook>>,
  look: DocumentLook = {},
): Readonly<Record<string, string>> {
  return { [stamped(name, taken)]: packument(name, versions, look) };
}
