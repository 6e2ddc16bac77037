import { member, text } from '../core/json.ts';
import type { Output } from '../core/output.ts';
import { type Printable, printable, safe } from '../core/printable.ts';
import type { Report } from '../core/report.ts';

/**
 * Workflow commands of GitHub Actions, which it shows beside the run: F as errors, I as warnings, N as notices
 * (docs.github.com, "Workflow commands for GitHub Actions").
 */
async function* render(report: Report): AsyncGenerator<Printable> {
  const file = text(member(report.headData, 'file'));
  const place = file === undefined ? safe`` : safe` file=${property(file)},`;
  for await (const { data } of report.rows) {
    const code = text(data['code']) ?? '';
    const title = safe`title=${property(code)}`;
    const separator = file === undefined ? safe` ` : safe``;
    yield safe`::${level(code)}${place}${separator}${title}::${message(`${code} ${text(data['message']) ?? ''}`)}\n`;
  }
}

function level(code: string): Printable {
  if (code.startsWith('F')) return safe`error`;
  return code.startsWith('I') ? safe`warning` : safe`notice`;
}

/** A line break would begin another command. */
function message(value: string): Printable {
  return printable(value).replaceAll('%', '%25') as Printable;
}

/** In a property a colon or comma would end it. */
function property(value: string): Printable {
  return message(value).replaceAll(':', '%3A').replaceAll(',', '%2C') as Printable;
}

const github: Output = { id: 'github', title: 'annotations of a GitHub Actions run', kinds: ['integrity'], render };

export default github;
