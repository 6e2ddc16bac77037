import { momentText } from '../../core/time.ts';
import { isBackfill, type Place, placeText } from './digest.ts';
import { type DigestNode, whoIs } from './digest-file.ts';
import { altered, gap, type TrailVerdict } from './verdict.ts';

/** What lies in evidence for a place in S3. */
export interface InEvidence {
  digest(place: Place): DigestNode | undefined;
  /** A file that is called like the digest there, and is none. */
  stranger(place: Place): string | undefined;
}

/** How the digests of one trail follow each other. @param nodes of the trail, oldest first */
export function* linksOf(nodes: readonly DigestNode[], found: InEvidence): Generator<TrailVerdict> {
  for (const [index, node] of nodes.entries()) {
    if (node.previous === undefined) yield* unlinked(node, nodes[index - 1]);
    else {
      const before = found.digest(node.previous);
      if (before === undefined) yield absent(node, node.previous, found.stranger(node.previous));
      else yield* linked(node, before);
    }
  }
}

/** A digest that follows nothing begins a trail; a trail begins once. */
function* unlinked(node: DigestNode, before: DigestNode | undefined): Generator<TrailVerdict> {
  if (before === undefined) return;
  const why = 'the trail was stopped, its validation was off, or digests were removed';
  yield gap(
    `${whoIs(node)} names no digest before it: nothing shows what was delivered ${between(before, node)} (${why})`,
  );
}

function absent(node: DigestNode, previous: Place, stranger: string | undefined): TrailVerdict {
  const before = placeText(previous);
  if (stranger !== undefined)
    return altered(`${stranger} ${before}: INVALID: invalid format; ${node.evidence} says that it is a digest`);
  const what = `nothing shows what was delivered before ${timeText(node.from, node.start)}`;
  return gap(`${whoIs(node)}: the digest before it, ${before}, is not in the case: ${what}`);
}

function* linked(node: DigestNode, before: DigestNode): Generator<TrailVerdict> {
  const hash = node.previousHash?.toLowerCase();
  if (hash === undefined || !before.hashes.includes(hash))
    yield altered(
      `${whoIs(before)}: INVALID: its hash is not the one that the next digest, ${node.evidence}, has of it`,
    );
  const [end, start] = [before.until, node.from];
  if (end !== undefined && start !== undefined && end < start && !isBackfill(node.place))
    yield gap(`${whoIs(node)}: nothing shows what was delivered ${between(before, node)}`);
  if (end !== undefined && node.until !== undefined && node.until < end)
    yield gap(`${whoIs(node)}: time goes back: it ends ${node.end}, the digest before it ${before.end}`);
}

function between(before: DigestNode, node: DigestNode): string {
  return `between ${timeText(before.until, before.end)} and ${timeText(node.from, node.start)}`;
}

function timeText(micros: number | undefined, written: string): string {
  return micros === undefined ? `"${written.slice(0, 40)}"` : momentText(micros);
}
