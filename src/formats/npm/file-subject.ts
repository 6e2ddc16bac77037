const ENDING = /\.(?:json|ndjson|jsonl|txt|tsv|log|out|gz)$/i;
/** A UTC stamp, or a date, with what divides it from the rest of the name. */
const STAMP = /[._-]?\d{4}-?\d\d-?\d\d(?:[T_-]?\d\d[:.-]?\d\d(?:[:.-]?\d\d)?(?:\.\d+)?Z?)?/gi;

/**
 * Subject of a list that does not say what it lists: `npm owner ls` leaves the package out, `npm access` the account.
 * The name of the file without stamp and ending keeps lists of different things apart:
 * `owners-axios.20260331T043000Z.txt` becomes `npm-owner:owners-axios`.
 */
export function subjectOfFile(kind: string, file: string): string {
  let name = file;
  while (ENDING.test(name)) name = name.replace(ENDING, '');
  const bare = name.replace(STAMP, '').replace(/^[._-]+|[._-]+$/g, '');
  return `${kind}:${bare === '' ? 'unnamed' : bare}`;
}
