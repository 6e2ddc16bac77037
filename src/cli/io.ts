import type { Host } from '../core/command.ts';
import type { Page } from '../core/output.ts';

/** A stream that may end in a terminal. */
export type Terminal = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** Everything a run touches but files. Tests give their own. */
export interface Io {
  readonly stdin: Host['stdin'];
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  readonly env: Host['env'];
  readonly cwd: string;
  /** ISO 8601 UTC. */
  now(): string;
  /** Calls `listener` at the first Ctrl-C; the next one ends the process. Returns how to stop listening. */
  onInterrupt(listener: () => void): () => void;
}

export type ColorChoice = 'auto' | 'always' | 'never';

const TERMINAL_WIDTH = 80;
const FILE_WIDTH = 100;
/** Wider or narrower pages are taken for a mistake. */
const [NARROWEST, WIDEST] = [20, 1000];

/** How wide to draw and whether in colour. A file given by `-o` is no terminal, whatever stdout is. */
export function pageOf(io: Io, color: ColorChoice, toFile: boolean): Page {
  const isTerminal = !toFile && io.stdout.isTTY === true;
  return { width: widthOf(io, isTerminal), color: wantsColor(io, color, isTerminal, toFile) };
}

function widthOf(io: Io, isTerminal: boolean): number {
  const columns = Number(io.env['COLUMNS']);
  if (Number.isInteger(columns) && columns > 0) return Math.min(Math.max(columns, NARROWEST), WIDEST);
  return isTerminal ? io.stdout.columns || TERMINAL_WIDTH : FILE_WIDTH;
}

/** The flag decides, then NO_COLOR, FORCE_COLOR and TERM=dumb, then whether a person is looking. */
function wantsColor({ env }: Io, choice: ColorChoice, isTerminal: boolean, toFile: boolean): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (toFile || isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return !['0', 'false'].includes(env['FORCE_COLOR'] ?? '');
  return isTerminal && env['TERM'] !== 'dumb';
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
