import type { StateView } from '../../src/core/inference.ts';
import type { Json } from '../../src/core/json.ts';
import { stateOf } from './support.ts';

export const [FIRST, SECOND, THIRD] = [
  '2026-03-01T00:00:00.000Z',
  '2026-03-02T00:00:00.000Z',
  '2026-03-03T00:00:00.000Z',
] as const;

/** A list as one of npm's commands prints it, by name of its file. */
export function listed(
  subject: string,
  names: Readonly<Record<string, Json>>,
  evidence: string,
  taken?: string,
): StateView {
  return stateOf(subject, new Map(Object.entries(names)), { evidence, ...(taken !== undefined && { taken }) });
}
