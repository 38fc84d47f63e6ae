/** IPv4 in IPv6 notation (RFC 4291, section 2.5.5.2). */
const mappedPrefix = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i;

/** All eight groups of an IPv6 address, `::` written out. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  if (tail === undefined) return left;
  const right = tail === '' ? [] : tail.split(':');
  return [...left, ...Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0'), ...right];
}

/**
 * The network that an address belongs to: /24 of IPv4, /48 of IPv6, which is what one subscriber or site is given
 * (RFC 6177). What is neither counts as one network of its own. Personal like the address: hash it before it is kept.
 */
export function networkOf(address: string): string {
  const plain = address.trim().replace(mappedPrefix, '');
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(plain)) return `${plain.split('.').slice(0, 3).join('.')}.0/24`;
  if (!/^[\da-f:]{2,39}$/i.test(plain)) return 'unknown';
  const groups = groupsOf(plain).slice(0, 3);
  return `${groups.map((group) => Number.parseInt(group || '0', 16).toString(16)).join(':')}::/48`;
}
