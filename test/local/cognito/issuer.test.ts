import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { describe, expect, it } from 'vitest';
import { openClock } from '#local/clock.ts';
import { openStaffIssuer } from '#local/cognito/issuer.ts';

const settings = {
  region: 'eu-west-1',
  userPoolId: 'eu-west-1_abc',
  clientId: 'console',
  groups: ['dpo'],
  accessTokenSeconds: 600,
};

describe('the staff issuer', () => {
  it('keeps its key and the ids of people across restarts', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'issuer-'));
    const open = () => openStaffIssuer({ ...settings, clock: openClock(), folder });
    const [first, second] = [await open(), await open()];
    expect(second.keys).toEqual(first.keys);
    const [one, other] = [
      await first.issue({ name: 'dewi', groups: [] }),
      await second.issue({ name: 'dewi', groups: [] }),
    ];
    expect(other.subject).toBe(one.subject);
    fs.rmSync(folder, { recursive: true });
  });

  it('publishes the public half of its key only', async () => {
    const issuer = await openStaffIssuer({ ...settings, clock: openClock() });
    expect(Object.keys(issuer.keys.keys[0]!).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
  });

  it('writes tokens in the time of the cloud, and leaves out the claim of groups when there are none', async () => {
    const clock = openClock(1_000_000_000);
    const issuer = await openStaffIssuer({ ...settings, clock });
    const { accessToken } = await issuer.issue({ name: 'dewi', groups: [] });
    const claims = decodeJwt(accessToken);
    expect(claims.exp! - claims.iat!).toBe(600);
    expect(Math.abs(claims.iat! * 1000 - clock.now())).toBeLessThan(5000);
    expect(claims).not.toHaveProperty('cognito:groups');
    expect(decodeProtectedHeader(accessToken).kid).toBe(issuer.keys.keys[0]!.kid);
  });

  it('refuses a group that the user pool does not declare', async () => {
    const issuer = await openStaffIssuer({ ...settings, clock: openClock() });
    await expect(issuer.issue({ name: 'dewi', groups: ['root'] })).rejects.toThrow('root');
  });
});
