import { type Step, stepWith } from '../core/step.ts';
import { durationText } from '../core/time.ts';
import { lostText, type Neighbours, releasesOf, withNeighbours } from '../registry/history/releases.ts';

/** Publishes of one package that are closer than this are worth a remark: 6 h, in microseconds. */
const CLOSE = 6 * 3600 * 1_000_000;

/**
 * Adds to publishes what follows from the steps around them: how soon after the version before, provenance that is
 * missing, a manifest that is not in evidence. Order and number of the steps stay.
 */
export function withRemarks(steps: readonly Step[]): Step[] {
  const added = new Map<string, readonly string[]>();
  for (const neighbours of withNeighbours(releasesOf(steps)))
    added.set(neighbours.release.step.id, remarksOn(neighbours));
  return steps.map((step) => {
    const known = step.remarks ?? [];
    const more = (added.get(step.id) ?? []).filter((remark) => !known.includes(remark));
    return more.length === 0 ? step : stepWith(step, { remarks: [...known, ...more] });
  });
}

function remarksOn(neighbours: Neighbours): readonly string[] {
  const bare = neighbours.release.known ? undefined : 'manifest not in evidence';
  return [closeText(neighbours), lostText(neighbours), bare].filter((remark) => remark !== undefined);
}

/** `38 min 59 s after 1.14.1, other release line` */
function closeText({ release, before }: Neighbours): string | undefined {
  if (before === undefined) return undefined;
  const gap = release.step.sort - before.step.sort;
  if (gap >= CLOSE) return undefined;
  const lines = [release.line, before.line];
  const other = lines[0] !== lines[1] && !lines.includes(undefined);
  return `${durationText(gap)} after ${before.version}${other ? ', other release line' : ''}`;
}
