import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '#domain/player/network.ts';

describe('the network of an address', () => {
  it.each([
    ['192.0.2.7', '192.0.2.0/24'],
    ['192.0.2.255', '192.0.2.0/24'],
    ['::ffff:192.0.2.7', '192.0.2.0/24'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['2001:0DB8:0000:ffff::1', '2001:db8:0::/48'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:db8:1::', '2001:db8:1::/48'],
    ['fe80::1%eth0', 'fe80:0:0::/48'],
    ['::1', '0:0:0::/48'],
    ['', 'unknown'],
    ['1::2::3', 'unknown'],
    ['2001:db8', 'unknown'],
    ['not an address', 'unknown'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is one for all addresses of a subscriber, however they are written', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.integer({ min: 0, max: 255 }), (address, host) => {
        expect(networkOf(address.replace(/\d+$/, String(host)))).toBe(networkOf(address));
      }),
    );
    fc.assert(fc.property(fc.ipV6(), (address) => networkOf(address) !== 'unknown' || address.includes('.')));
  });
});
