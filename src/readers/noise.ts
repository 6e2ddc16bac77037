/** Lines that npm and Node write to stderr, which often lands in the same file as the JSON. */
const NOISE =
  /^(?:npm (?:warn|notice|error|err!|info|http|verb|sill|timing)\b|npm err!|\(node:\d+\) |\(Use `node --trace-)/i;

/** Whether a line beside JSON is a program's message about its own work, and no damaged record. */
export function isNoise(line: string): boolean {
  return NOISE.test(line.trimStart());
}
