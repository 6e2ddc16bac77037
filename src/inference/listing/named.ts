import type { EvidenceView } from '../../core/inference.ts';
import { packageName } from '../../registry/names.ts';

const PACKAGE = 'package:';

/** What is said of a list that does not itself name what it is a list of. */
export function namedByFile(thing: string): string {
  return `which ${thing} this is, only the name of the file says`;
}

/**
 * Name of a file without the word that says what kind of list it is: `owners-axios`, `axios-owners` become `axios`.
 * Undefined where nothing is left.
 */
export function withoutWord(file: string, word: string): string | undefined {
  const kinds = new Set([word, `${word}s`, `npm-${word}`, `npm-${word}s`]);
  if (kinds.has(file)) return undefined;
  for (const kind of kinds) {
    if (file.startsWith(`${kind}-`)) return file.slice(kind.length + 1);
    if (file.endsWith(`-${kind}`)) return file.slice(0, -kind.length - 1);
  }
  return file;
}

/**
 * The package that a file is named after. A scope is written `acme-widget` there: of the packages in the case the one
 * that fits is meant. Undefined where several fit, or none can.
 */
export function packageOfFile(view: EvidenceView, file: string, word: string): string | undefined {
  const bare = withoutWord(file, word);
  if (bare === undefined || bare === 'unnamed') return undefined;
  const known = view
    .subjects()
    .flatMap((subject) => (subject.startsWith(PACKAGE) ? subject.slice(PACKAGE.length) : []));
  const fitting = known.filter((name) => name === bare || flat(name) === bare);
  return fitting.length === 0 ? packageName(bare) : fitting.length === 1 ? fitting[0] : undefined;
}

/** `@acme/widget` as `formats --collect` writes it in the name of a file. */
function flat(name: string): string {
  return name.replace(/^@/, '').replace('/', '-');
}

/** The package, or else the name of the file in its place. */
export function packageMembers(
  name: string | undefined,
  file: string,
): { readonly package?: string; readonly resource?: string } {
  return name === undefined ? { resource: file } : { package: name };
}
