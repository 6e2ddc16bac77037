const ENTITIES: ReadonlyMap<string, string> = new Map([
  ...[['amp', '&'] as const, ['lt', '<'] as const, ['gt', '>'] as const, ['quot', '"'] as const],
  ...[['apos', "'"] as const, ['nbsp', ' '] as const, ['zwnj', ''] as const],
]);

/** The text of a page without its tags: blocks end lines. Takes linear time. */
export function htmlText(html: string): string {
  const shown = without(without(without(html, 'style'), 'script'), 'head');
  const lines = shown.replace(/<(?:br|\/p|\/div|\/tr|\/h[1-6]|\/li)\b[^<>]*>/gi, '\n').replace(/<[^<>]*>/g, '');
  return lines.replace(/&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/gi, (whole, name: string) => entity(name) ?? whole);
}

/** Without the elements of a name and what is in them. */
function without(html: string, name: string): string {
  const lower = html.toLowerCase();
  let text = '';
  let from = 0;
  for (let at = lower.indexOf(`<${name}`); at !== -1; at = lower.indexOf(`<${name}`, from)) {
    text += html.slice(from, at);
    const end = lower.indexOf(`</${name}`, at);
    if (end === -1) return text;
    from = end;
  }
  return text + html.slice(from);
}

function entity(name: string): string | undefined {
  if (!name.startsWith('#')) return ENTITIES.get(name.toLowerCase());
  const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code).toWellFormed() : undefined;
}
