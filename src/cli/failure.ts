import { AppError, EXIT, type ExitCode } from '../core/errors.ts';
import { ClosedPipe } from './sink.ts';

/** Why a run ended early, as lines for stderr. */
export interface Failure {
  readonly lines: readonly string[];
  readonly exitCode: ExitCode;
}

/** @param verbose also shows what lies behind an error that has a sentence for the user */
export function failureOf(error: unknown, verbose: boolean): Failure {
  if (error instanceof ClosedPipe) return { lines: [], exitCode: EXIT.ok };
  if (error instanceof AppError) return { lines: sentence(error, verbose), exitCode: EXIT.couldNotRun };
  if (error instanceof Error && error.name === 'AbortError')
    return { lines: ['interrupted'], exitCode: EXIT.interrupted };
  return {
    lines: [...traceOf(error), 'This is a bug in audit-timeline. Please report it with the lines above.'],
    exitCode: EXIT.bug,
  };
}

function sentence(error: AppError, verbose: boolean): string[] {
  const lines = [`error: ${error.message}`];
  if (error.remedy !== undefined) lines.push(`  help: ${error.remedy}`);
  return verbose && error.cause !== undefined ? [...lines, ...traceOf(error.cause)] : lines;
}

function traceOf(error: unknown): string[] {
  const trace = error instanceof Error ? (error.stack ?? String(error)) : `not an error: ${String(error)}`;
  return trace.split('\n');
}
