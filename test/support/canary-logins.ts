import { randomBytes } from 'node:crypto';
import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { denialTokens, logInFrom } from './logins.ts';
import { expectStatus } from './player.ts';
import { newStaff } from './staff.ts';

/** What a login leaves behind: the name of the device, and where it was. */
export interface LoginMarks {
  deviceId: string;
  city: string;
  /** Of the mailed link that denied it. */
  token: string;
}

/** Logs in from a marked device and place, looks at both, forgets the device, and denies the login. */
export async function logInMarked(cloud: TestCloud, { email, password }: MarkedPlayer): Promise<LoginMarks> {
  const deviceId = randomBytes(24).toString('base64url');
  const city = `Kota ${randomBytes(8).toString('hex')}`;
  const { accessToken } = (await expectStatus(logInFrom(cloud, email, { deviceId, city, password }), 201)).body;
  await expectStatus(cloud.api('GET /v1/me/logins', { token: accessToken }), 200);
  const { body } = await expectStatus(cloud.api('GET /v1/me/devices', { token: accessToken }), 200);
  await expectStatus(cloud.api(`DELETE /v1/me/devices/${body.devices[0].deviceId}`, { token: accessToken }), 204);
  await cloud.settle();
  const token = denialTokens(cloud, email).at(-1) ?? '';
  await cloud.api('GET /login-denial');
  await expectStatus(cloud.api('POST /v1/login-denials', { body: { token } }), 204);
  const support = await newStaff(cloud, `support-${deviceId}`, ['support']);
  await expectStatus(cloud.api('GET /v1/staff/login-alerts', { token: support.token }), 200);
  await cloud.settle();
  return { deviceId, city, token };
}
