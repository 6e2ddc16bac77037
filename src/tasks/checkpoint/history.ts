import { verifyConsistency } from '../../integrity/proof.ts';
import { consistencyPath, rangeRoot } from '../../integrity/tree-proof.ts';
import type { CaseTree } from '../../store/case-tree.ts';
import type { Findings } from '../../store/verify/finding.ts';
import type { OpenedCheckpoint } from './open.ts';
import { entries } from './verdict.ts';

/** Root of the first entries of a case, from what it stores. */
function rootAt(tree: CaseTree, size: number): Buffer {
  return rangeRoot((level, number) => tree.node(level, number), { start: 0, end: size });
}

/**
 * Whether a case begins with what a checkpoint of it says. Everything else is a finding: another case, fewer entries,
 * other entries.
 */
export function beginsWith(tree: CaseTree, kept: OpenedCheckpoint, findings: Findings): boolean {
  const { name, origin, size, root } = kept;
  if (origin !== tree.origin) {
    findings.add('F-ORIGIN', `the case is ${tree.origin}, ${name} is of ${origin}`);
    return false;
  }
  if (size > tree.size) {
    findings.add(
      'F-TRUNCATED',
      `the case has ${entries(tree.size)}, ${name} has ${size} (${size - tree.size} missing)`,
    );
    return false;
  }
  const computed = rootAt(tree, size);
  if (computed.equals(root)) return true;
  const shown = `computed ${computed.toString('base64')}, ${name} says ${root.toString('base64')}`;
  findings.add('F-ROOT', `size ${size}: ${shown}`);
  return false;
}

/** That the first `size` entries begin with the first `older` ones; undefined where the case holds no tree like that. */
export function growthPath(tree: CaseTree, older: number, size: number): readonly Buffer[] | undefined {
  const path = consistencyPath((level, number) => tree.node(level, number), { start: 0, end: older }, size);
  const isGood = older === 0 || verifyConsistency(older, size, rootAt(tree, older), rootAt(tree, size), path);
  return isGood ? path : undefined;
}
