import type { Sample } from '../../core/format.ts';

/** The first lines of a sample that say something. */
export function tellingLines({ lines }: Sample): readonly string[] {
  return lines.filter((line) => line.trim() !== '');
}

/** Whether a line begins an entry of either yarn: `"a@^1", "a@~1.2":`, `a@npm:^1:` */
export function beginsYarnEntry(line: string): boolean {
  return /^(?:"@?[^"\s@]+@[^"]+"|@?[^"\s@#:]+@[^"\s]+)(?:,.*)?:\s*$/.test(line);
}
