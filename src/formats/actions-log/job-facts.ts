import type { Moment } from '../../core/time.ts';
import type { ActionsLine } from './line.ts';

/** `owner/repo/.github/workflows/x.yml@refs/heads/main` */
const DEFINITION = String.raw`([\w.-]+/[\w.-]+)/(\S+?)@(\S+)`;

interface Definition {
  readonly repo: string;
  readonly workflow: string;
  readonly ref: string;
  readonly commit?: string;
}

/** What GitHub and the runner say of a job before its first step. */
export interface JobFacts {
  /** When the job was put into the queue. */
  queued?: Moment;
  /** When a runner took it, and the record that says so. */
  started?: { readonly at: Moment; readonly record: number };
  labels?: string;
  definition?: Definition;
  /** The workflow that called the one in which the job is defined. */
  caller?: Definition;
  /** The reusable workflow in which the job is defined, where only the runner says so. */
  used?: Definition;
  runner?: string;
  group?: string;
  machine?: string;
  version?: string;
  /** Image of a hosted runner and its version. */
  image?: string;
  /** Whose secrets the job may use: `Actions`, `Dependabot`, `None`. */
  secrets?: string;
  name?: string | undefined;
}

type Read = (facts: JobFacts, groups: readonly string[], line: ActionsLine) => void;

function start(facts: JobFacts, { at, record }: ActionsLine): void {
  facts.started ??= { at, record };
}

/** Lines with which what is said of a job begins. */
const OPENING: readonly (readonly [RegExp, Read])[] = [
  [
    /^Requested labels: (.+)$/,
    (facts, [labels = ''], { at }) => {
      facts.labels = labels;
      facts.queued ??= at;
    },
  ],
  [
    new RegExp(`^Job defined at: ${DEFINITION}$`),
    (facts, groups, { at }) => {
      facts.definition = definition(groups);
      facts.queued ??= at;
    },
  ],
  [
    /^Job is about to start running on the ((?:hosted )?runner: .+)$/,
    (facts, [runner = ''], line) => {
      facts.runner = runner.replace('runner: ', 'runner ');
      start(facts, line);
    },
  ],
  [
    /^Current runner version: '(\d[\w.-]*)'$/,
    (facts, [version = ''], line) => {
      facts.version = version;
      start(facts, line);
    },
  ],
];

const FOLLOWING: readonly (readonly [RegExp, Read])[] = [
  [/^Reusable workflow chain:$/, () => undefined],
  [
    new RegExp(String.raw`^(?:-> )?${DEFINITION} \(([0-9a-f]{40})\)$`),
    (facts, groups) => {
      facts.caller ??= definition(groups);
    },
  ],
  [
    /^Runner name: '(.+)'$/,
    (facts, [name = '']) => {
      facts.runner ??= `runner ${name}`;
    },
  ],
  [
    /^Runner group name: '(.+)'$/,
    (facts, [group = '']) => {
      facts.group = group;
    },
  ],
  [
    /^Machine name: '(.+)'$/,
    (facts, [machine = '']) => {
      facts.machine = machine;
    },
  ],
  [
    /^Secret source: (\w{1,100})$/,
    (facts, [secrets = '']) => {
      facts.secrets = secrets;
    },
  ],
  [
    new RegExp(String.raw`^Uses: ${DEFINITION} \(([0-9a-f]{40})\)$`),
    (facts, groups) => {
      facts.used = definition(groups);
    },
  ],
  [
    /^Complete job name: (.+)$/,
    (facts, [name = '']) => {
      facts.name = name;
    },
  ],
];

function definition([repo = '', workflow = '', ref = '', commit]: readonly string[]): Definition {
  return commit === undefined ? { repo, workflow, ref } : { repo, workflow, ref, commit };
}

/** Longer lines are none of these; a step may print one of any length. */
const LONGEST = 1000;

export function opensJob({ text }: ActionsLine): boolean {
  return text.length <= LONGEST && OPENING.some(([pattern]) => pattern.test(text));
}

/** Notes what a line says of the job. False: nothing. */
export function readJobFacts(facts: JobFacts, line: ActionsLine): boolean {
  if (line.text.length > LONGEST) return false;
  const pattern = [...OPENING, ...FOLLOWING].find(([candidate]) => candidate.test(line.text));
  if (pattern === undefined) return false;
  const [, ...groups] = pattern[0].exec(line.text) ?? [];
  pattern[1](facts, groups, line);
  return true;
}
