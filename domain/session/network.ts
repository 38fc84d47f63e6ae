const ipv4 = /^(?:::ffff:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.\d{1,3}$/i;
const groupsMax = 8;

/**
 * The network of an address: the first 24 bits of IPv4, the first 48 of IPv6, which name a provider's customer area and not
 * one line (as analytics software shortens them). Undefined for what is no address.
 */
export function networkOf(address: string): string | undefined {
  const [, ...bytes] = ipv4.exec(address) ?? [];
  if (bytes.length > 0) return bytes.every((byte) => Number(byte) < 256) ? `${bytes.join('.')}.0/24` : undefined;
  const groups = groupsOf(address.toLowerCase());
  return groups && `${groups.slice(0, 3).join(':')}::/48`;
}

/** The eight groups of an IPv6 address without leading zeros (RFC 5952); undefined for what is none. */
function groupsOf(address: string): string[] | undefined {
  const [left = '', right, ...more] = address.split('::');
  if (more.length > 0 || !/^[\da-f:]+$/.test(address)) return undefined;
  const given = (part: string) => (part === '' ? [] : part.split(':'));
  const [before, after] = [given(left), given(right ?? '')];
  const missing = groupsMax - before.length - after.length;
  if (right === undefined ? missing !== 0 : missing < 1) return undefined;
  const groups = [...before, ...Array.from({ length: missing }, () => '0'), ...after];
  return groups.every((group) => /^[\da-f]{1,4}$/.test(group))
    ? groups.map((group) => Number.parseInt(group, 16).toString(16))
    : undefined;
}
