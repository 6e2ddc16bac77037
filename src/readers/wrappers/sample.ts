import type { Sample } from '../../core/format.ts';
import type { Json } from '../../core/json.ts';

/** Whether more than half of the lines of a sample are of a kind; blank ones are not counted. */
export function mostLines({ lines }: Sample, isOne: (line: string) => boolean): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.filter(isOne).length * 2 > filled.length;
}

/** Whether more than half of the values of a sample are of a kind. */
export function mostValues({ values }: Sample, isOne: (value: Json) => boolean): boolean {
  return values.filter(isOne).length * 2 > values.length;
}

/** A message without the one line end that its wrapper keeps. */
export function withoutLineEnd(text: string): string {
  return text.replace(/\r?\n$/, '');
}

/** GitHub Actions and Azure Pipelines write times with seven digits; they are logs of their own. */
export function isOfPipeline(line: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z /.test(line);
}
