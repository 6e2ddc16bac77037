/** A line about one ref, in whichever form git printed it. */
export interface RefLine {
  /** Full name: `refs/tags/v1.1.1`, `HEAD`; with `^{}`, a line that says what the tag stands for. */
  readonly name: string;
  /** Object the ref names: a commit, or a tag object. */
  readonly object: string;
  /** The commit a tag object stands for. */
  readonly commit?: string;
  /** Date of the tag object or commit, as text; empty where git knows none. Undefined in the forms without dates. */
  readonly date?: string;
  readonly tagger?: string;
  readonly email?: string;
}

const OBJECT = '[0-9a-f]{40}(?:[0-9a-f]{24})?';
const REF = 'refs/[^\\s~^:?*[\\\\]+';

/** The documented form: name, object, peeled object, date, tagger, tagger's e-mail; editors cut empty last columns. */
const DATED = new RegExp(
  `^(${REF})\\t(${OBJECT})(?:\\t(${OBJECT})?)?(?:\\t([^\\t]*))?(?:\\t([^\\t]*))?(?:\\t([^\\t]*))?$`,
);

/** `for-each-ref` by default (object, type, name), `show-ref` (a space) and `ls-remote` (a tab). */
const LISTED = new RegExp(`^(${OBJECT})(?: (?:commit|tag|tree|blob)\\t|[ \\t])(HEAD|${REF}(?:\\^\\{\\})?)$`);

/** What git says beside its answer, where both went into one file. */
const MESSAGE = /^(?:From|warning:|remote:|Warning:)(?: |$)/;

export function refLine(line: string): RefLine | undefined {
  const dated = DATED.exec(line);
  if (dated !== null) {
    const [, name = '', object = '', commit, date = '', tagger, email] = dated;
    const about = { ...(tagger && { tagger }), ...(email && { email: email.replace(/^<(.*)>$/, '$1') }) };
    return { name, object, date, ...(commit && { commit }), ...about };
  }
  const listed = LISTED.exec(line);
  if (listed === null) return undefined;
  const [, object = '', name = ''] = listed;
  return { name, object };
}

export function isGitMessage(line: string): boolean {
  return MESSAGE.test(line);
}

/** `owner/name` in the line `From <address>` that `git ls-remote` begins with. A path of a disk tells no owner. */
export function repositoryOf(line: string): string | undefined {
  const address = /^From (\S+)$/.exec(line)?.[1];
  if (address === undefined || !/:\/\/|@/.test(address) || address.startsWith('file:')) return undefined;
  return /[/:]([^/:@]+\/[^/:@]+?)(?:\.git)?\/?$/.exec(address)?.[1];
}

/** Dates of imported history. npm began in 2009, and the timeline with it; 1970 is no date but a clock that was not set. */
export function isBeforeNpm(date: string): boolean {
  return date >= '1990' && date < '2009';
}
