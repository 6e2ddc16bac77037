import { AppError } from '../../core/errors.ts';

/** `SIZE:ROOT` as `ingest` prints it. @throws {AppError} `usage` */
export function parseExpect(text: string): { readonly size: number; readonly root: Buffer } {
  const match = /^(0|[1-9]\d{0,15})[: ]([A-Za-z0-9+/]{43}=)$/.exec(text.trim());
  const root = Buffer.from(match?.[2] ?? '', 'base64');
  if (match === null || root.toString('base64') !== match[2]) {
    throw new AppError(
      'usage',
      `"${text}" is not SIZE:ROOT`,
      'give the two values that `ingest` printed: --expect 247:9f3c…=',
    );
  }
  return { size: Number(match[1]), root };
}
