/** The cells of one row of a CSV table (RFC 4180). Quotes that are not doubled end a cell; what follows is kept. */
export function csvCells(row: string): string[] {
  const cells: string[] = [];
  for (let from = 0; from <= row.length; ) {
    const quoted = row[from] === '"';
    const close = quoted ? closingQuote(row, from + 1) : from;
    const comma = row.indexOf(',', close);
    const end = comma === -1 ? row.length : comma;
    const rest = row.slice(quoted ? close + 1 : from, end);
    cells.push(quoted ? row.slice(from + 1, close).replaceAll('""', '"') + rest : rest);
    from = end + 1;
  }
  return cells;
}

function closingQuote(row: string, from: number): number {
  let quote = row.indexOf('"', from);
  while (quote !== -1 && row[quote + 1] === '"') quote = row.indexOf('"', quote + 2);
  return quote === -1 ? row.length : quote;
}
