import { createHmac, createPublicKey, createSign, generateKeyPairSync, type JsonWebKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { newStaff, setStaffState, type TestStaff } from '#test/support/staff.ts';

let cloud: TestCloud;
let officer: TestStaff;
beforeAll(async () => {
  cloud = await startTestCloud();
  officer = await newStaff(cloud, 'officer', ['dpo']);
});
afterAll(async () => cloud[Symbol.asyncDispose]());

type Part = Record<string, unknown>;
const route = 'GET /v1/staff/breaches';
const status = async (token: string) => (await cloud.api(route, { token })).status;
const encode = (part: Part) => Buffer.from(JSON.stringify(part)).toString('base64url');
const partsOf = (token: string): [Part, Part] => {
  const [header = '', payload = ''] = token.split('.');
  return [header, payload].map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))) as [Part, Part];
};
const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Signs claims as the pool does, with a key that is not the pool's. */
function signedByStranger(header: Part, payload: Part): string {
  const input = `${encode(header)}.${encode(payload)}`;
  return `${input}.${createSign('RSA-SHA256').update(input).sign(stranger.privateKey).toString('base64url')}`;
}

/** What an attacker who knows the public key makes of it where a library takes it for a shared secret (RFC 8725, 2.1). */
function signedWithPublicKey(header: Part, payload: Part): string {
  const key = createPublicKey({ key: issuer().keys.keys[0] as JsonWebKey, format: 'jwk' });
  const input = `${encode({ ...header, alg: 'HS256' })}.${encode(payload)}`;
  const secret = key.export({ type: 'spki', format: 'pem' });
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function issuer() {
  if (cloud.cloud.staff === undefined) throw new Error('The templates declare no user pool');
  return cloud.cloud.staff;
}

const nowSeconds = () => Math.floor(cloud.now().getTime() / 1000);
const issued = async (altered: Part, groups: readonly string[] = ['dpo']) =>
  (await issuer().issue({ name: 'officer', groups }, altered)).accessToken;

/** Tokens that must be refused, each made from the officer's own good one or with the pool's own key. */
async function forgeries(): Promise<[name: string, token: string, status: number][]> {
  const good = officer.token;
  const [header, payload] = partsOf(good);
  const [head = '', claims = '', signature = ''] = good.split('.');
  const elsewhere = { iss: issuer().issuer.replaceAll('ap-southeast-3', 'eu-west-1') };
  return [
    ['algorithm none without a signature', `${encode({ ...header, alg: 'none' })}.${claims}.`, 401],
    ['algorithm none with the old signature', `${encode({ ...header, alg: 'none' })}.${claims}.${signature}`, 401],
    ['algorithm None in another spelling', `${encode({ ...header, alg: 'NonE' })}.${claims}.`, 401],
    ['claims changed under the old signature', `${head}.${encode({ ...payload, sub: 'somebody' })}.${signature}`, 401],
    ['a signature of another key', signedByStranger(header, payload), 401],
    ['an unknown key id', signedByStranger({ ...header, kid: 'unknown' }, payload), 401],
    [
      'a key that the token brings along',
      signedByStranger({ ...header, jwk: stranger.publicKey.export({ format: 'jwk' }) }, payload),
      401,
    ],
    ['the public key as a shared secret', signedWithPublicKey(header, payload), 401],
    ['expired by one second', await issued({ exp: nowSeconds() - 1 }), 401],
    ['no end', await issued({ exp: undefined }), 401],
    ['not valid for another minute', await issued({ nbf: nowSeconds() + 60 }), 401],
    ['issued in the future', await issued({ iat: nowSeconds() + 60 }), 401],
    ['another issuer', await issued({ iss: 'https://issuer.example' }), 401],
    ['the pool of another region', await issued(elsewhere), 401],
    ['another client', await issued({ client_id: 'another-client' }), 401],
    ['another audience', await issued({ client_id: undefined, aud: 'another-client' }), 401],
    ['an id token', await issued({ client_id: undefined, aud: String(payload['client_id']), token_use: 'id' }), 401],
    ['no use', await issued({ token_use: undefined }), 401],
    ['cut off at its end', good.slice(0, -10), 401],
    ['cut off at its signature', `${head}.${claims}`, 401],
    ['no token', '', 401],
    ['no groups', await issued({}, []), 403],
    ['groups of another role only', await issued({}, ['support']), 403],
    ['a person nobody knows', (await issuer().issue({ name: 'nobody', groups: ['dpo'] })).accessToken, 403],
  ];
}

describe('a token of staff', () => {
  it('is accepted when it is good', async () => {
    expect(await status(officer.token)).toBe(200);
  });

  it('is refused when anything about it is wrong, and nothing is read for it', async () => {
    const all = await forgeries();
    const answers: [string, number][] = [];
    for (const [name, token] of all) answers.push([name, await status(token)]);
    const refusals = answers.filter(([, answered], index) => answered === all[index]?.[2]);
    process.stdout.write(`Forged tokens of staff: ${refusals.length} of ${all.length} refused\n`);
    expect(answers).toEqual(all.map(([name, , expected]) => [name, expected]));
  });

  it('of somebody who was disabled is refused at once', async () => {
    const leaving = await newStaff(cloud, 'leaving', ['dpo']);
    expect(await status(leaving.token)).toBe(200);
    await setStaffState(cloud, leaving.staffId, { state: 'disabled', roles: ['dpo'] });
    expect(await status(leaving.token)).toBe(403);
  });

  it('ends after ten minutes to the second', async () => {
    const brief = await newStaff(cloud, 'brief', ['dpo']);
    cloud.turn({ minutes: 9, seconds: 50 });
    expect(await status(brief.token)).toBe(200);
    cloud.turn({ seconds: 11 });
    expect(await status(brief.token)).toBe(401);
  });
});

it('runs without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
