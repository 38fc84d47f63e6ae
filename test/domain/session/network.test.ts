import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf } from '#domain/session/network.ts';

describe('the network of an address', () => {
  it.each([
    ['198.51.100.7', '198.51.100.0/24'],
    ['::ffff:198.51.100.7', '198.51.100.0/24'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
    ['2001:DB8:1::9', '2001:db8:1::/48'],
    ['2001:0db8:0001::9', '2001:db8:1::/48'],
    ['2001:db8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['somewhere', 'unknown'],
    ['', 'unknown'],
  ])('%s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is the same for all addresses of a /24 and of a /48', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.nat(255), (address, last) => {
        expect(networkOf(address.replace(/\d+$/, String(last)))).toBe(networkOf(address));
      }),
    );
    fc.assert(
      fc.property(fc.tuple(fc.nat(65_535), fc.nat(65_535), fc.nat(65_535)), fc.nat(65_535), (prefix, rest) => {
        const head = prefix.map((group) => group.toString(16)).join(':');
        expect(networkOf(`${head}:${rest.toString(16)}:0:0:0:1`)).toBe(`${head}::/48`);
      }),
    );
  });
});
