import type { ChalkInstance } from 'chalk';
import type { Printable } from '../../core/printable.ts';
import type { Style } from '../../core/report.ts';

/** Gives a text its style: with colours, or as it is. */
export type Pen = (text: Printable, style: Style | undefined) => Printable;

export async function penOf(color: boolean): Promise<Pen> {
  if (!color) return (text) => text;
  const { Chalk } = await import('chalk');
  const chalk = new Chalk({ level: 1 });
  const styles: Record<Exclude<Style, 'plain'>, ChalkInstance> = {
    strong: chalk.bold,
    dim: chalk.dim,
    good: chalk.green,
    warning: chalk.yellow,
    bad: chalk.red,
  };
  // The only escape sequences that ever leave are chalk's, put around text that holds none.
  return (text, style = 'plain') => (style === 'plain' || text === '' ? text : (styles[style](text) as Printable));
}
