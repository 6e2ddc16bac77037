/** A log may begin or end with a few lines of something else: a prompt, a page header. */
const NOISE = 4;

/** Whether a sample is made of lines of one kind, but for a little noise. */
export function mostLines(lines: readonly string[], isOne: (line: string) => boolean): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  const matched = filled.filter(isOne).length;
  return matched > 0 && filled.length - matched <= Math.max(NOISE, matched);
}
