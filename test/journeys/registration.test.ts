import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { newPlayer } from '#test/support/player.ts';

describe('registering', () => {
  let cloud: TestCloud;
  beforeAll(async () => {
    cloud = await startTestCloud();
  });
  afterAll(() => cloud[Symbol.asyncDispose]());

  it('takes e-mail, name, birth date and phone, and shows them to their owner', async () => {
    const player = await newPlayer(cloud, { fullName: 'Sekar Ayu', phone: '+6281100000001' });
    const { status, body } = await cloud.api('GET /v1/me', { token: player.token });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      email: player.email,
      fullName: 'Sekar Ayu',
      birthDate: '1990-06-15',
      phone: '+6281100000001',
      accountNumber: player.accountNumber,
      state: 'open',
    });
    expect(cloud.cloud.denials()).toEqual([]);
  });
});
