import type { PublishLook } from './packument.ts';

/** Many versions of one package, `1.0.0` and on, so many seconds apart. */
export function longHistory(
  count: number,
  seconds: number,
  look: (i: number) => Partial<PublishLook>,
): Readonly<Record<string, PublishLook>> {
  const start = Date.UTC(2026, 0, 1);
  const versions = Array.from({ length: count }, (_, i): [string, PublishLook] => {
    return [`1.0.${i}`, { at: new Date(start + i * seconds * 1000).toISOString(), ...look(i) }];
  });
  return Object.fromEntries(versions);
}
