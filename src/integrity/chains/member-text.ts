/**
 * The text of a member as it stands in the JSON text of an object, to the byte: `{"a": 1.0}` has `1.0` under `a`. One
 * pass over a text that a parser took already. Nothing where the object has no such member.
 */
export function memberText(object: string, name: string): string | undefined {
  let at = object.indexOf('{') + 1;
  for (;;) {
    const quote = object.indexOf('"', at);
    if (quote === -1) return undefined;
    const nameEnd = endOfString(object, quote);
    const start = skipBlanks(object, object.indexOf(':', nameEnd) + 1);
    const end = endOfValue(object, start);
    if (JSON.parse(object.slice(quote, nameEnd)) === name) return object.slice(start, end).trimEnd();
    at = end + 1;
  }
}

/** Behind the closing quotation mark of the string that begins there. */
function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (' \t\r\n'.includes(text[at] ?? 'x')) at++;
  return at;
}

/** At the comma or bracket behind the value that begins there. */
function endOfValue(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? '';
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (depth === 0 && (character === ',' || character === '}')) return at;
    if ('{['.includes(character)) depth++;
    else if ('}]'.includes(character)) depth--;
    at++;
  }
  return at;
}
