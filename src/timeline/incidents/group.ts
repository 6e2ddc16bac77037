import { type About, atLeast, type Finding } from '../../core/finding.ts';

/** Findings about one account, token, address or repository this long apart are of different incidents: 14 days. */
const APART = 14 * 86_400 * 1_000_000;

/**
 * Findings that belong together: they speak of one release, or within 14 days of one package, account, token, address
 * or repository. Each group in the order of the findings, groups by their first.
 * @param findings in the order of time
 */
export function grouped(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Groups(findings.length);
  const last = new Map<string, number>();
  for (const [i, finding] of findings.entries()) {
    for (const { key, always } of keysOf(finding.about)) {
      const before = last.get(key);
      const near = before !== undefined && finding.when.before - (findings[before]?.when.before ?? 0) <= APART;
      if (before !== undefined && (always || near)) groups.join(before, i);
      last.set(key, i);
    }
  }
  const byRoot = new Map<number, Finding[]>();
  for (const [i, finding] of findings.entries()) {
    const root = groups.root(i);
    byRoot.set(root, [...(byRoot.get(root) ?? []), finding]);
  }
  return [...byRoot.values()];
}

/** Something to look at: more than hints, and not amplifiers alone. */
export function isIncident(group: readonly Finding[]): boolean {
  return group.some(({ amplifier, severity }) => !amplifier && atLeast(severity, 'medium'));
}

interface Key {
  readonly key: string;
  /** However far apart. */
  readonly always: boolean;
}

function keysOf(about: About): readonly Key[] {
  const { releases = [], packages = [], brings = [], accounts = [], tokens = [], ips = [], repos = [] } = about;
  const near = Object.entries({
    package: [...packages, ...brings],
    account: accounts,
    token: tokens,
    ip: ips,
    repo: repos,
  });
  return [
    ...releases.map((name) => ({ key: `release ${name}`, always: true })),
    ...near.flatMap(([role, names]) => names.map((name) => ({ key: `${role} ${name}`, always: false }))),
  ];
}

/** Disjoint sets of numbers. */
class Groups {
  readonly #parent: number[];

  constructor(size: number) {
    this.#parent = Array.from({ length: size }, (_, i) => i);
  }

  root(i: number): number {
    let root = i;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    for (let at = i; at !== root; ) {
      const next = this.#parent[at] ?? root;
      this.#parent[at] = root;
      at = next;
    }
    return root;
  }

  join(a: number, b: number): void {
    const [low, high] = [this.root(a), this.root(b)].sort((x, y) => x - y);
    if (low !== undefined && high !== undefined) this.#parent[high] = low;
  }
}
