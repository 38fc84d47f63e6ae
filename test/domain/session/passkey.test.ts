import { describe, expect, it } from 'vitest';
import { countWentOn, passkeysMax, refuseAnother, relyingPartyOf, requestOptions } from '#domain/session/passkey.ts';
import { regions } from '#lib/regions.ts';

describe('the relying party', () => {
  it('is the host of the first web origin that has a name', () => {
    expect(relyingPartyOf(['https://id.sesetoro.example'])).toBe('id.sesetoro.example');
    expect(relyingPartyOf(['http://127.0.0.1:8080', 'http://localhost:8080'])).toBe('localhost');
    expect(relyingPartyOf(['http://[::1]:8080', 'https://web.example', 'https://other.example'])).toBe('web.example');
  });

  it('is nobody where every origin is an address of numbers', () => {
    expect(() => relyingPartyOf(['http://127.0.0.1:8080', 'http://[::1]'])).toThrow('relying party');
  });

  it('is another in every region: a passkey of one opens nothing in another', () => {
    const hosts = regions.map(({ webOrigins }) => relyingPartyOf(webOrigins));
    expect(new Set(hosts).size).toBe(regions.length);
    for (const host of hosts) expect(hosts.filter((other) => other.endsWith(`.${host}`))).toEqual([]);
  });
});

describe('one more passkey', () => {
  const known = (credentialId: string) => ({ credentialId, transports: ['usb'] });

  it('is refused when it is there already, and when there are ten', () => {
    expect(refuseAnother([])).toBeUndefined();
    expect(refuseAnother([known('a')], 'b')).toBeUndefined();
    expect(refuseAnother([known('a')], 'a')).toMatchObject({ problem: 'passkey-refused' });
    const ten = Array.from({ length: passkeysMax }, (_, at) => known(`${at}`));
    expect(refuseAnother(ten.slice(1), 'new')).toBeUndefined();
    expect(refuseAnother(ten, 'new')).toMatchObject({ problem: 'passkeys-used-up' });
  });
});

it('a request names every passkey of the account, so that the browser finds one', () => {
  const present = [{ credentialId: 'a', transports: ['internal', 'hybrid'] }];
  expect(requestOptions({ rpId: 'web.example', challenge: 'c', present }).allowCredentials).toEqual([
    { type: 'public-key', id: 'a', transports: ['internal', 'hybrid'] },
  ]);
});

describe('a count of signatures', () => {
  it.each([
    [0, 0, true],
    [0, 1, true],
    [1, 2, true],
    [1, 900, true],
    [1, 1, false],
    [2, 1, false],
    [1, 0, false],
  ])('of %d that comes as %d went on: %s', (before, after, wentOn) => {
    expect(countWentOn(before, after)).toBe(wentOn);
  });
});
