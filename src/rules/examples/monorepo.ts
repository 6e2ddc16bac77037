import { type PublishLook, snapshot } from './packument.ts';

/** Copies of several packages: of each the same versions, the times shifted by its place in the list, in seconds. */
export function packages(
  names: readonly string[],
  taken: string,
  versions: Readonly<Record<string, PublishLook>>,
  apart = 1,
): Readonly<Record<string, string>> {
  return Object.assign({}, ...names.map((name, i) => snapshot(name, taken, shifted(versions, i * apart))));
}

/** `@acme/part-1` to `@acme/part-<count>` */
export function namesOf(count: number, prefix = '@acme/part-'): readonly string[] {
  return Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
}

function shifted(versions: Readonly<Record<string, PublishLook>>, seconds: number): Record<string, PublishLook> {
  const looks = Object.entries(versions).map(([version, look]) => {
    const at = new Date(Date.parse(look.at) + seconds * 1000).toISOString();
    return [version, { ...look, at }] as const;
  });
  return Object.fromEntries(looks);
}
