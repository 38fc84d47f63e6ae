import { generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAuthentic } from '#functions/payment/webhook-signature.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const publicKeyBase64 = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');
const keys = [{ keyId: 'key-1', publicKeyBase64 }];
const now = new Date('2027-01-01T00:00:00Z');
const nowSeconds = now.getTime() / 1000;

function signed(changes: { id?: string; timestamp?: string; body?: string; prefix?: string } = {}) {
  const { id = 'msg_1', timestamp = String(nowSeconds), body = '{"a":1}', prefix = 'v1a,' } = changes;
  const signature = prefix + sign(null, Buffer.from(`${id}.${timestamp}.${body}`), privateKey).toString('base64');
  return { id, timestamp, signature, body: Buffer.from(body) };
}

describe('a webhook signature (Standard Webhooks, v1a)', () => {
  it('over id, time and the raw bytes is authentic', () => {
    expect(isAuthentic(signed(), keys, now)).toBe(true);
  });

  it.each([
    [-300, true],
    [-301, false],
    [300, true],
    [301, false],
  ])('%i seconds off is authentic: %s', (shift, authentic) => {
    expect(isAuthentic(signed({ timestamp: String(nowSeconds + shift) }), keys, now)).toBe(authentic);
  });

  it('is broken by any change of any byte of the body', () => {
    const webhook = signed();
    fc.assert(
      fc.property(fc.nat(webhook.body.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const body = Buffer.from(webhook.body);
        body[index] = (body[index] ?? 0) ^ change;
        return !isAuthentic({ ...webhook, body }, keys, now);
      }),
    );
  });

  it('is not carried over to another id or time', () => {
    expect(isAuthentic({ ...signed(), id: 'msg_2' }, keys, now)).toBe(false);
    expect(isAuthentic({ ...signed(), timestamp: String(nowSeconds + 1) }, keys, now)).toBe(false);
  });

  it('of an unknown key, of the symmetric kind, or none at all is not authentic', () => {
    expect(isAuthentic(signed(), [], now)).toBe(false);
    expect(isAuthentic(signed({ prefix: 'v1,' }), keys, now)).toBe(false);
    for (const signature of [undefined, '', 'v1a,', 'v1a,AAAA']) {
      expect(isAuthentic({ ...signed(), signature }, keys, now)).toBe(false);
    }
  });

  it('is found among several, so that keys can be exchanged', () => {
    const webhook = signed();
    const other = `v1a,${'A'.repeat(86)}==`;
    expect(isAuthentic({ ...webhook, signature: `${other} ${webhook.signature}` }, keys, now)).toBe(true);
  });
});
