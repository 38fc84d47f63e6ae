/** How much of an address names the network of one subscriber or carrier pool: IPv4 /24, IPv6 /48 (RFC 6177). */
const ipv6Groups = 3;
const ipv6GroupsInAll = 8;

/**
 * The network of an IPv4 or IPv6 address in one spelling, such as `192.0.2.0/24` or `2001:db8:0::/48`. An IPv4 address
 * written as IPv6 (`::ffff:192.0.2.7`) is the IPv4 one. What is no address is a network of its own: `unknown`.
 */
export function networkOf(address: string): string {
  const text = address
    .toLowerCase()
    .replace(/^::ffff:(?=\d+\.)/, '')
    .replace(/%.*$/, '');
  const four = /^(?<network>\d{1,3}\.\d{1,3}\.\d{1,3})\.\d{1,3}$/.exec(text)?.groups?.['network'];
  if (four !== undefined) return `${four.split('.').map(Number).join('.')}.0/24`;
  const groups = groupsOf(text);
  return groups === undefined ? 'unknown' : `${groups.slice(0, ipv6Groups).join(':')}::/48`;
}

/** The eight groups of an IPv6 address without leading zeros, or undefined. */
function groupsOf(text: string): string[] | undefined {
  if (!/^[\da-f:]+$/.test(text) || text.split('::').length > 2) return undefined;
  const [head = '', tail] = text.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const missing = ipv6GroupsInAll - before.length - after.length;
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined;
  const all = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  if (all.some((group) => !/^[\da-f]{1,4}$/.test(group))) return undefined;
  return all.map((group) => Number.parseInt(group, 16).toString(16));
}
