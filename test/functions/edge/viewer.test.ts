import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { viewerOf } from '#functions/edge/viewer.ts';

const viewer = (headers: Record<string, string>) =>
  viewerOf({ headers, requestContext: { http: { sourceIp: '192.0.2.1' } } } as unknown as APIGatewayProxyEventV2);
const at = (address: string) => viewer({ 'cloudfront-viewer-address': address }).address;

describe('the viewer', () => {
  it.each([
    ['198.51.100.10:46532', '198.51.100.10'],
    ['2001:db8::1:46532', '2001:db8::1'],
    ['[2001:db8::1]:46532', '2001:db8::1'],
    ['2001:0db8:0000:0000:0000:8a2e:0370:7334:443', '2001:0db8:0000:0000:0000:8a2e:0370:7334'],
  ])('of %s is at %s', (header, address) => {
    expect(at(header)).toBe(address);
  });

  it.each(['', '198.51.100.10', 'somewhere:1', '198.51.100.10:465321', '<script>:1'])(
    'of "%s" is nowhere, which is a fault of the deployment and never the address of the network',
    (header) => {
      expect(() => at(header)).toThrow('no address');
    },
  );

  it('has the country and city that the network estimated, where it did', () => {
    const address = { 'cloudfront-viewer-address': '198.51.100.10:46532' };
    const place = { 'cloudfront-viewer-country': 'ID', 'cloudfront-viewer-city': 'Bandung' };
    expect(viewer({ ...address, ...place })).toEqual({ address: '198.51.100.10', country: 'ID', city: 'Bandung' });
    expect(viewer({ ...address, 'cloudfront-viewer-country': 'id' })).toMatchObject({ country: undefined });
    expect(viewer({ ...address, 'cloudfront-viewer-city': 'x'.repeat(200) }).city).toHaveLength(100);
  });
});
