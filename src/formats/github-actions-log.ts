import type { Context, Format, Out, Sample } from '../core/format.ts';
import type { EvidenceRecord } from '../core/record.ts';
import type { Moment } from '../core/time.ts';
import { ActionPackage } from './actions-log/action-package.ts';
import { jobInName } from './actions-log/file-name.ts';
import { Header, startsStep } from './actions-log/header.ts';
import { opensJob } from './actions-log/job-facts.ts';
import { type ActionsLine, actionsLine, plain, printedIn } from './actions-log/line.ts';
import { endsStep, Publish } from './actions-log/publish.ts';
import { StepStart } from './actions-log/step-start.ts';
import { ignoredOut, stepOuts, tokenOuts } from './actions-log/steps.ts';

/** The last thing a runner says of a job. */
const JOB_END = /^Cleaning up orphan processes$/;

/** How many lines of the sample must have a time in the runner's form: other programs write such times too. */
const MOST_LINES = 0.5;
const TELLTALE = /^(?:##\[|Requested labels: |Job defined at: |Current runner version: |\[command\])/;

function recognise({ shape, lines }: Sample): number {
  const filled = lines.filter((line) => line.trim() !== '');
  const printed = filled.map(printedIn).filter((text) => text !== undefined);
  const begins = filled.slice(0, 3).some((line) => printedIn(line) !== undefined);
  if (shape !== 'lines' || !begins || printed.length <= filled.length * MOST_LINES) return 0;
  return printed.some((text) => TELLTALE.test(text)) ? 85 : 45;
}

/** Reads the logs of one job after the other, as `gh run view --log` prints those of a run. */
class Reader {
  readonly #named: string | undefined;
  #header: Header;
  readonly #step = new StepStart();
  readonly #publish = new Publish();
  readonly #package = new ActionPackage();
  #job: string | undefined;
  #ended = false;
  #begun = false;
  /** When the line before was printed; unknown where its time cannot be read. */
  #last: Moment | undefined;

  constructor({ name }: Context) {
    this.#named = jobInName(name);
    this.#header = new Header(this.#named);
  }

  push(record: EvidenceRecord): readonly Out[] {
    const line = actionsLine(record);
    if (line === undefined) return this.#continued(record);
    const first = !this.#begun;
    this.#begun = true;
    this.#last = 'at' in line ? line.at : undefined;
    if ('code' in line) {
      const message = `the time ${line.stamp} cannot be used`;
      return [{ kind: 'problem', code: line.code, message, records: [line.record] }];
    }
    const before = this.#isNextJob(line, first) ? this.#nextJob(line) : [];
    if (first && line.job !== undefined) this.#header = new Header(line.job);
    this.#job = line.job;
    this.#ended ||= JOB_END.test(line.text);
    return [...before, ...this.#read(line)];
  }

  /** What belongs to the line before. */
  #continued({ number, text }: EvidenceRecord): readonly Out[] {
    if (!this.#begun) {
      const message = 'the start of this line, with its time, is not in the log';
      return [{ kind: 'problem', code: 'unknown-shape', message, records: [number] }];
    }
    const tokens = tokenOuts(plain(text), this.#last, number);
    return tokens.length > 0 ? tokens : [ignoredOut('continued-line', number)];
  }

  #isNextJob(line: ActionsLine, first: boolean): boolean {
    if (!first && line.job !== this.#job) return true;
    return this.#ended && opensJob(line);
  }

  #nextJob({ job }: ActionsLine): readonly Out[] {
    const outs = this.end();
    this.#header = new Header(job ?? this.#named);
    this.#ended = false;
    return outs;
  }

  #read(line: ActionsLine): readonly Out[] {
    const before = [...(startsStep(line) ? this.#header.end() : []), ...(endsStep(line) ? this.#publish.end() : [])];
    const packaged = this.#package.take(line);
    if (packaged !== undefined) return [...before, ...packaged];
    return [...before, ...this.#package.end(), ...this.#readOne(line)];
  }

  #readOne(line: ActionsLine): readonly Out[] {
    const tokens = tokenOuts(line.text, line.at, line.record);
    if (tokens.length > 0) return tokens;
    return this.#header.take(line) ?? this.#step.take(line) ?? this.#publish.take(line) ?? stepOuts(line);
  }

  end(): readonly Out[] {
    return [...this.#header.end(), ...this.#step.end(), ...this.#package.end(), ...this.#publish.end()];
  }
}

const format: Format = {
  id: 'github-actions-log',
  title: 'GitHub Actions job log',
  revision: 1,
  about: {
    export: 'gh api repos/<owner>/<repo>/actions/jobs/<id>/logs > job-<id>.log; of an archive take the job files alone',
    lifetime: '90 days unless set otherwise; gone with the run, which whoever may write to the repository can delete',
    proves:
      'what the runner did, and when by its clock: commits of the actions, rights of its token, what each step ran and which secrets it was given, packages installed and published, secrets that a step printed',
    cannotProve: 'who started the run; that a line is not an imitation: a step may print anything',
    tried: 'real',
  },
  framing: 'lines',
  signs: { line: '2026-03-31T00:30:12.1184207Z …' },
  whole: (line) => JOB_END.test(printedIn(line) ?? ''),
  recognise,
  open: (context) => new Reader(context),
};

export default format;
