/** Tags of ASN.1, and the bit of a tag whose value holds further nodes. */
export const OBJECT_IDENTIFIER = 0x06;
export const OCTET_STRING = 0x04;
export const UTF8_STRING = 0x0c;
export const CONSTRUCTED = 0x20;

/** One value of DER: X.690, with tags and lengths as certificates and time stamps use them. */
export interface DerNode {
  readonly tag: number;
  readonly value: Buffer;
  /** Where the next node starts. */
  readonly end: number;
}

/** Undefined where the bytes are not DER: an octet string need not hold any. */
export function nodeAt(bytes: Buffer, offset: number): DerNode | undefined {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return undefined;
  const extra = first < 0x80 ? 0 : first - 0x80;
  const start = offset + 2 + extra;
  if (extra > 4 || start > bytes.length) return undefined;
  const length = extra === 0 ? first : bytes.readUIntBE(offset + 2, extra);
  const end = start + length;
  return first === 0x80 || end > bytes.length ? undefined : { tag, value: bytes.subarray(start, end), end };
}

/** The nodes that follow each other in a value, up to the first that is none. */
export function nodesIn(bytes: Buffer): readonly DerNode[] {
  const nodes: DerNode[] = [];
  for (let node = nodeAt(bytes, 0); node !== undefined; node = nodeAt(bytes, node.end)) nodes.push(node);
  return nodes;
}
