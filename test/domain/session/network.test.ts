import { describe, expect, it } from 'vitest';
import { networkOf } from '#domain/session/network.ts';

describe('the network of an address', () => {
  it.each([
    ['198.51.100.10', '198.51.100.0/24'],
    ['::ffff:198.51.100.10', '198.51.100.0/24'],
    ['2001:db8:85a3:8d3:1319:8a2e:370:7348', '2001:db8:85a3::/48'],
    ['2001:0DB8::1', '2001:db8:0::/48'],
    ['::1', '0:0:0::/48'],
    ['2001:db8:1:2:3:4:5::', '2001:db8:1::/48'],
  ])('of %s is %s', (...[address, network]) => {
    expect(networkOf(address)).toBe(network);
  });

  it.each(['', '1.2.3', '300.1.1.1', '1::2::3', '2001:db8', '1:2:3:4:5:6:7:8:9', 'g::1', '12345::1'])(
    'of %j is none',
    (text) => {
      expect(networkOf(text)).toBeUndefined();
    },
  );
});
