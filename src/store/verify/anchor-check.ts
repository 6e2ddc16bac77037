import type { Findings } from './finding.ts';
import type { TreeMerge } from './tree-merge.ts';

/** A size and root that were kept elsewhere. */
export interface CaseAnchor {
  readonly size: number;
  readonly root: Buffer;
  /** What it is called in messages. */
  readonly name: string;
}

/** What the size and root of the case are compared with; gives those that agree. */
export function checkAnchors<T extends CaseAnchor>(anchors: readonly T[], tree: TreeMerge, findings: Findings): T[] {
  return anchors.filter((anchor) => agrees(anchor, tree, findings));
}

function agrees({ size, root, name }: CaseAnchor, { edge, roots }: TreeMerge, findings: Findings): boolean {
  if (edge.size < size) {
    const missing = size - edge.size;
    findings.add('F-TRUNCATED', `the case has ${edge.size} entries, ${name} has ${size} (${missing} missing)`);
    return false;
  }
  const computed = roots.get(size);
  if (computed?.equals(root) === true) return true;
  const shown = computed === undefined ? 'none' : computed.toString('base64');
  findings.add('F-ROOT', `size ${size}: computed ${shown}, ${name} says ${root.toString('base64')}`);
  return false;
}

/** Two signed statements of one ledger cannot both be true where they give one size two roots. */
export function checkForks(anchors: readonly CaseAnchor[], findings: Findings): void {
  const bySize = new Map<number, CaseAnchor>();
  for (const anchor of anchors) {
    const other = bySize.get(anchor.size);
    if (other === undefined) bySize.set(anchor.size, anchor);
    else if (!other.root.equals(anchor.root))
      findings.add('F-FORK', `${other.name} and ${anchor.name} give size ${anchor.size} two roots`);
  }
}

const LOCAL = ['F-LEAF', 'F-BLOCK', 'F-CHAIN', 'F-LEDGER'] as const;

/** Where the root differs and nothing else does: that the whole was made anew. */
export function checkRewritten(findings: Findings): void {
  if (findings.count('F-ROOT') === 0 || LOCAL.some((code) => findings.count(code) > 0)) return;
  findings.add('F-REWRITTEN', 'no local difference: the history was recomputed; which entries differ cannot be named');
}
