/** Lines that npm writes to stderr, and that end up in the file when both streams are redirected. */
const NOTICE = /^npm (?:warn|notice|info|http|verbose|silly|WARN)\b/;

export function isNotice(line: string): boolean {
  return NOTICE.test(line);
}
