import { AppError } from '../../core/errors.ts';
import { base64Hash, decimal } from '../../integrity/base64.ts';

/** `SIZE:ROOT` as `ingest` prints it. @throws {AppError} `usage` */
export function parseExpect(text: string): { readonly size: number; readonly root: Buffer } {
  const [first = '', second = '', ...more] = text.trim().split(/[: ]/);
  const [size, root] = [decimal(first), base64Hash(second)];
  if (size !== undefined && root !== undefined && more.length === 0) return { size, root };
  throw new AppError(
    'usage',
    `"${text}" is not SIZE:ROOT`,
    'give the two values that `ingest` printed: --expect 247:9f3c…=',
  );
}
