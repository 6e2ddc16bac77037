/** What is wrong with a rule file, and where. */
export interface RuleProblem {
  /** As the user named it. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** Title, name or id of the rule, where one is known. */
  readonly rule?: string;
  readonly message: string;
}

/** Thrown while one part of a document is read; caught where the part began. */
export class AtLine extends Error {
  readonly line: number;

  constructor(line: number, message: string) {
    super(message);
    this.name = 'AtLine';
    this.line = line;
  }
}

/** @throws {AtLine} always */
export function refuse(at: { readonly line: number }, message: string): never {
  throw new AtLine(at.line, message);
}

/** Gathers what is wrong in one document, so that one mistake does not hide the next. */
export class Problems {
  readonly all: RuleProblem[] = [];
  readonly file: string;
  rule: string | undefined;

  constructor(file: string) {
    this.file = file;
  }

  add(line: number, message: string): void {
    this.all.push({ file: this.file, line, ...(this.rule !== undefined && { rule: this.rule }), message });
  }

  /** What a part gives; nothing, and a problem more, where it cannot be read. */
  attempt<T>(read: () => T): T | undefined {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof AtLine)) throw error;
      this.add(error.line, error.message);
      return undefined;
    }
  }
}

/** `rules/a.yml:12: Title: message` */
export function problemText({ file, line, rule, message }: RuleProblem): string {
  return `${file}:${line}: ${rule === undefined ? '' : `${rule}: `}${message}`;
}

export function compareProblems(a: RuleProblem, b: RuleProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line;
}
