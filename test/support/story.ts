import { shown } from './cases.ts';

/** A row of `show --json`, as far as the tests look at it. */
export interface ToldRow {
  readonly id: string;
  readonly time?: string;
  readonly action: string;
  readonly actor?: string;
  readonly package?: string;
  readonly ip?: string;
  readonly user_agent?: string;
  readonly what: string;
  readonly count?: number;
  readonly cites: readonly string[];
  readonly why?: readonly string[];
  readonly folded?: Readonly<Record<string, unknown>>;
  readonly repo?: string;
  readonly version?: string;
}

export interface ToldFoot {
  readonly steps: number;
  readonly folded?: { readonly rows: number; readonly requests: number };
  readonly not_told?: readonly string[];
  readonly could_publish?: readonly Readonly<Record<string, unknown>>[];
}

/** What `show` tells for programs. */
export async function story(
  db: string,
  ...words: readonly string[]
): Promise<{ readonly rows: readonly ToldRow[]; readonly foot: ToldFoot }> {
  return JSON.parse(await shown(db, ...words)) as { rows: ToldRow[]; foot: ToldFoot };
}
