import { compareText } from '../../registry/history/snapshot.ts';
import { baseName, isBackfill, placeText, trailOf } from './digest.ts';
import { type DigestFile, type DigestNode, nodeOf, wasMoved, whoIs } from './digest-file.ts';
import { type LogFile, LogFiles, plainName, type Strangers } from './log-files.ts';
import { type KeyInEvidence, type ObjectMetadata, Signatures } from './signatures.ts';
import { type InEvidence, linksOf } from './trail-links.ts';
import { Unsigned } from './unsigned.ts';
import { altered, someOf, type TrailVerdict, unchecked } from './verdict.ts';

/** What digests are checked against. */
export interface TrailEvidence {
  readonly keys: readonly KeyInEvidence[];
  readonly metadata: readonly ObjectMetadata[];
  readonly logs: readonly LogFile[];
  readonly strangers: Strangers;
}

/**
 * Checks the digests of CloudTrail that are in evidence: each as it is added (its place, the log files it names), all of
 * them at the end (signatures, what follows what, what is missing between). Nothing is fetched.
 */
export class TrailCheck {
  readonly #evidence: TrailEvidence;
  readonly #logs: LogFiles;
  readonly #signatures: Signatures;
  readonly #nodes = new Map<string, DigestNode>();

  constructor(evidence: TrailEvidence) {
    this.#evidence = evidence;
    this.#logs = new LogFiles(evidence.logs, evidence.strangers);
    this.#signatures = new Signatures(evidence.keys);
  }

  *add(file: DigestFile): Generator<TrailVerdict> {
    const node = nodeOf(file);
    const [place, who] = [placeText(node.place), whoIs(node)];
    if (file.damage !== undefined) yield altered(`${who}: INVALID: ${file.damage}`);
    if (wasMoved(file)) yield altered(`${who}: INVALID: has been moved: its file is ${baseName(file.name ?? '')}`);
    const known = this.#nodes.get(place);
    if (known !== undefined) {
      if (!known.hashes.some((hash) => node.hashes.includes(hash)))
        yield altered(`${who}: INVALID: ${known.evidence} says to be the same digest, and differs`);
      return;
    }
    this.#nodes.set(place, node);
    this.#signatures.told(node, node.evidence);
    yield* this.#logs.check(file.digest, who);
  }

  *finish(): Generator<TrailVerdict> {
    const nodes = [...this.#nodes.values()];
    this.#signatures.metadata(
      this.#evidence.metadata,
      nodes.map(({ place }) => place),
    );
    yield* this.#doubtfulKeys(nodes);
    for (const [trail, digests] of trailsOf(nodes)) yield* this.#trail(trail, digests);
    yield* this.#uncovered();
  }

  *#trail(trail: string, nodes: readonly DigestNode[]): Generator<TrailVerdict> {
    const unsigned = new Unsigned(trail);
    for (const node of nodes) {
      const made = isBackfill(node.place) ? undefined : node.until;
      const result = this.#signatures.check(node, node.hashes, made);
      yield* unsigned.take(node, result);
    }
    yield* unsigned.rest();
    let broken = 0;
    for (const verdict of linksOf(nodes, this.#found())) {
      broken++;
      yield verdict;
    }
    if (unsigned.good > 0) yield this.#proven(trail, nodes, unsigned.good, broken);
  }

  #found(): InEvidence {
    const { strangers } = this.#evidence;
    return {
      digest: (place) => this.#nodes.get(placeText(place)),
      stranger: (place) => {
        const other = strangers.get(plainName(place.object));
        return other?.format === 'aws-cloudtrail-digest' ? undefined : other?.evidence;
      },
    };
  }

  #proven(trail: string, nodes: readonly DigestNode[], signed: number, broken: number): TrailVerdict {
    const [first, last] = [nodes[0], nodes.at(-1)];
    const span = `from ${first?.start ?? ''} to ${last?.end ?? ''}`;
    const keys = [
      ...new Set(nodes.flatMap((node) => this.#signatures.keys(node.fingerprint)).map((key) => key.evidence)),
    ];
    const whose = `keys: ${someOf(keys.sort())}, which AWS alone can confirm`;
    const links = broken === 0 ? 'each follows the one before' : 'the chain is not whole';
    const message = `CloudTrail ${trail} ${span}: ${signed} of ${nodes.length} digests signed, ${links}; ${whose}`;
    return { kind: 'proven', message };
  }

  /** Two lists that give different keys under one fingerprint: one of them is not from AWS. */
  *#doubtfulKeys(nodes: readonly DigestNode[]): Generator<TrailVerdict> {
    for (const fingerprint of [...new Set(nodes.map((node) => node.fingerprint))].sort(compareText)) {
      const keys = this.#signatures.keys(fingerprint);
      const [first] = keys;
      const other = keys.find(({ value }) => value !== first?.value);
      if (first !== undefined && other !== undefined)
        yield altered(
          `${first.evidence} and ${other.evidence} give different keys with the fingerprint ${fingerprint}`,
        );
    }
  }

  *#uncovered(): Generator<TrailVerdict> {
    const { named, good } = this.#logs.tally;
    if (good > 0)
      yield { kind: 'proven', message: `CloudTrail: ${good} of ${named} log files are as they were delivered` };
    const others = this.#logs.uncovered();
    if (others.length === 0) return;
    const what = others.length === 1 ? 'file with events is' : 'files with events are';
    yield unchecked(`${others.length} ${what} named by no digest in evidence: ${someOf(others)}`);
  }
}

/** Digests by trail, in the order of their time. */
function trailsOf(nodes: readonly DigestNode[]): readonly (readonly [string, readonly DigestNode[]])[] {
  const trails = new Map<string, DigestNode[]>();
  for (const node of nodes) {
    const trail = trailOf(node.place);
    const known = trails.get(trail);
    if (known === undefined) trails.set(trail, [node]);
    else known.push(node);
  }
  for (const trail of trails.values()) trail.sort(inOrder);
  return [...trails].sort(([a], [b]) => compareText(a, b));
}

function inOrder(a: DigestNode, b: DigestNode): number {
  return (
    (a.until ?? 0) - (b.until ?? 0) || compareText(a.end, b.end) || compareText(placeText(a.place), placeText(b.place))
  );
}
