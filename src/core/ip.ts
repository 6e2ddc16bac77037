import ipaddr from 'ipaddr.js';

/** Whether an address lies in a range (`10.0.0.0/8`, `2001:db8::/32`) or equals an address; false for what is neither. */
export function inRange(address: string, range: string): boolean {
  try {
    const parsed = ipaddr.process(address);
    if (!range.includes('/')) return parsed.toString() === ipaddr.process(range).toString();
    const [network, bits] = ipaddr.parseCIDR(range);
    return parsed.kind() === network.kind() && parsed.match(network, bits);
  } catch {
    return false;
  }
}

/** Whether a text is an address or a CIDR range. */
export function isRange(text: string): boolean {
  return text.includes('/') ? ipaddr.isValidCIDR(text) : ipaddr.isValid(text);
}
