import type { Source } from '../source.ts';

/** What an archive holds, in its own order. */
export type ArchiveItem =
  | {
      readonly kind: 'member';
      readonly name: string;
      /** Can be read again and again, until the next item is asked for. Its first reading is counted, and can be refused. */
      readonly source: Source;
    }
  /** Evidence perhaps, but it cannot be read. */
  | { readonly kind: 'refused'; readonly name: string; readonly reason: string }
  /** No evidence: a link, a device. */
  | { readonly kind: 'passed'; readonly name: string; readonly reason: string }
  /** What is wrong with the archive itself. */
  | { readonly kind: 'damage'; readonly reason: string };

const LONGEST = 1000;

/** The name of a member as a label: it names nothing on this machine, so `..` and absolute paths may stay. */
export function labelOf(name: string): string {
  const label = name.toWellFormed().replace(/^(?:\.\/)+(?=.)/, '');
  if (label === '') return '(no name)';
  return label.length <= LONGEST ? label : `${label.slice(0, LONGEST / 2)}…${label.slice(-LONGEST / 2)}`.toWellFormed();
}
