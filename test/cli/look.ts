import type { Command, CommandInput } from '../../src/core/command.ts';
import type { ExitCode } from '../../src/core/errors.ts';
import type { Report, Row } from '../../src/core/report.ts';

/** A command for the tests of the shell around commands: it shows what it got, and answers as the test says. */
class Look implements Command {
  readonly id = 'look';
  readonly summary = 'looks at things';
  readonly arguments = '<thing> [more...]';
  readonly options = [
    { flags: '--where <filter>', description: 'filter', many: true },
    { flags: '--deep', description: 'look closer' },
    { flags: '--limit <n>', description: 'how many', default: '10' },
  ];
  readonly examples = [{ line: 'audit-timeline look here', what: 'Looks here' }];
  seen: CommandInput | undefined;
  answer: (input: CommandInput) => Report | Promise<Report> = standard;

  async run(input: CommandInput): Promise<Report> {
    this.seen = input;
    return this.answer(input);
  }

  reset(): void {
    this.seen = undefined;
    this.answer = standard;
  }
}

function standard(): Report {
  return tell([row('one'), row('two')]);
}

export const look = new Look();

export function tell(rows: Iterable<Row> = [], exitCode: ExitCode = 0): Report {
  const foot = () => ({ lines: [{ text: 'that is all', indent: 2 }], data: { rows: 'all' }, exitCode });
  return { kind: 'timeline', head: [], columns: [{ title: 'WHAT', weight: 1 }], rows, csv: ['what'], foot };
}

export function row(what: string): Row {
  return { cells: [{ text: what, style: 'bad' }], data: { what } };
}
