import type { Out } from '../../core/format.ts';
import type { ActionsLine } from './line.ts';
import { ignoredOut, stepOut, stepOuts } from './steps.ts';

const RUN = /^##\[group\]Run (.+)$/s;
/** Inputs and variables whose value the runner knows as a secret: `  NODE_AUTH_TOKEN: ***`. */
const SECRET = /^ {2,}([A-Za-z_][\w.-]{0,100}): .{0,200}\*\*\*/;
/** `actions/checkout@` and a commit. */
const PINNED = /@([0-9a-f]{40})$/;

/** How many lines about secrets the event of a step may stand on. */
const MOST_SECRETS = 100;

interface Begun {
  readonly command: string;
  readonly first: ActionsLine;
  readonly records: number[];
  readonly secrets: Set<string>;
}

/** The group with which a step begins: what it runs, and which secrets it is given. */
export class StepStart {
  #step: Begun | undefined;

  /** Undefined: the line says nothing of how a step begins. */
  take(line: ActionsLine): readonly Out[] | undefined {
    const [, command] = RUN.exec(line.text) ?? [];
    if (command !== undefined) {
      const before = this.end();
      this.#step = { command, first: line, records: [line.record], secrets: new Set() };
      return before;
    }
    if (this.#step === undefined) return undefined;
    if (line.text === '##[endgroup]') return [...this.end(), ignoredOut('group-marker', line.record)];
    if (line.text.startsWith('##[')) return [...this.end(), ...stepOuts(line)];
    const [, secret] = SECRET.exec(line.text) ?? [];
    if (secret === undefined || this.#step.records.length > MOST_SECRETS) return undefined;
    this.#step.records.push(line.record);
    this.#step.secrets.add(secret);
    return [];
  }

  /** Whether it went well is told later, and only if it did not. */
  end(): readonly Out[] {
    const step = this.#step;
    this.#step = undefined;
    if (step === undefined) return [];
    const { command, first, records, secrets } = step;
    const text = secrets.size === 0 ? undefined : `secrets: ${[...secrets].join(', ')}`;
    const commit = PINNED.exec(command)?.[1];
    const details = { native_action: 'Run', resource: command, outcome: 'unknown', commit, text } as const;
    return [stepOut(details, first.at, records)];
  }
}
