import { CsvError, type Options, parse } from 'csv-parse/sync';

/** `open`: a quoted cell has not ended. `broken`: something stands behind the quote that ends one. */
export type Split = readonly string[] | 'open' | 'broken';

/**
 * The cells of one row as RFC 4180 has it, without the spaces around them; quoted text may span lines. A quote within
 * an unquoted cell is itself.
 */
export function splitRow(text: string, delimiter: string): Split {
  if (!text.includes('"')) return text.split(delimiter).map((cell) => cell.trim());
  const options: Options = { delimiter, relax_quotes: true, trim: true, record_delimiter: '\n' };
  try {
    return parse(text, options)[0] ?? [''];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'open' : 'broken';
  }
}
