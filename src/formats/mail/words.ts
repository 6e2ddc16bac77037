/** Encoded words of mail headers: RFC 2047. */

const WORD = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([BbQq])\?([^?\s]*)\?=/g;

/** A header with its encoded words decoded. What is not one stays as it is. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value;
  let text = '';
  let done = 0;
  let run: { readonly charset: string; readonly bytes: Buffer[] } | undefined;
  for (const match of value.matchAll(WORD)) {
    const [whole, charset = '', encoding = '', content = ''] = match;
    const between = value.slice(done, match.index);
    const goesOn = run !== undefined && between.trim() === '';
    if (run !== undefined && !(goesOn && run.charset === charset))
      text += decodeText(Buffer.concat(run.bytes), run.charset);
    if (!goesOn) text += between;
    const bytes = bytesOf(encoding, content);
    // A character may be cut in two words: they are decoded together.
    if (goesOn && run?.charset === charset) run.bytes.push(bytes);
    else run = { charset, bytes: [bytes] };
    done = match.index + whole.length;
  }
  if (run !== undefined) text += decodeText(Buffer.concat(run.bytes), run.charset);
  return text + value.slice(done);
}

function bytesOf(encoding: string, content: string): Buffer {
  return encoding.toUpperCase() === 'B' ? Buffer.from(content, 'base64') : quotedBytes(content.replaceAll('_', ' '));
}

/** Bytes of quoted-printable text without its soft line breaks. */
export function quotedBytes(text: string): Buffer {
  const parts = text.split(/=([0-9A-Fa-f]{2})/);
  return Buffer.concat(parts.map((part, i) => Buffer.from(part, i % 2 === 0 ? 'utf8' : 'hex')));
}

/** Bytes in a charset as text; a charset nobody knows is read as UTF-8. */
export function decodeText(bytes: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString();
  }
}
