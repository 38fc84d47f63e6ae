import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestCloud, type ApiAnswer, type TestCloud } from '#test/support/cloud.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import { ageVersion, openPolicyDesk, otherwiseWorded } from '#test/support/policy-desk.ts';
import { challengeOf, nextProof, proveSecond, turnTotpOn } from '#test/support/second-factor.ts';

let cloud: TestCloud;
let version = 0;
/** Published versions, the newest last; each but the first only words things otherwise. */
async function publishMinor(): Promise<number> {
  const desk = await openPolicyDesk(cloud);
  const effectiveFrom = new Date(cloud.now().getTime() + 60_000).toISOString();
  if (version > 0) await ageVersion(cloud, version, otherwiseWorded);
  version = await desk.publish({ kind: version === 0 ? 'initial' : 'minor', effectiveFrom });
  cloud.turn({ minutes: 3 });
  await cloud.settle();
  return version;
}

beforeAll(async () => {
  cloud = await startTestCloud();
  await publishMinor();
}, 60_000);
afterAll(() => cloud[Symbol.asyncDispose]());

const slugOf = ({ body }: ApiAnswer): string => String(body.type).split('/').at(-1) ?? '';
const policyOf = async ({ token }: { token: string }) =>
  (await expectStatus(cloud.api('GET /v1/me/policy', { token }), 200)).body;

describe('a minor change', () => {
  it('is acknowledged by who says so, of the text that was shown, and use says nothing more', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    const acknowledge = (body: unknown) =>
      cloud.api('POST /v1/me/policy/acknowledgements', { token: player.token, body });
    const { textHash } = (await policyOf(player)).current;
    const early = await acknowledge({ version, textHash });
    expect([early.status, slugOf(early)]).toEqual([409, 'policy-acknowledgement-not-due']);
    await publishMinor();
    expect(await policyOf(player)).toMatchObject({ toAcknowledge: version, current: { version, kind: 'minor' } });
    const stale = await acknowledge({ version, textHash: 'f'.repeat(64) });
    expect([stale.status, slugOf(stale)]).toEqual([409, 'notice-outdated']);
    await expectStatus(acknowledge({ version, textHash }), 201);
    expect(slugOf(await acknowledge({ version, textHash }))).toBe('policy-acknowledgement-not-due');
    const consent = { token: player.token, body: { version, textHash } };
    expect(slugOf(await cloud.api('POST /v1/me/policy/consents', consent))).toBe('policy-consent-not-asked');
    const token = (await expectStatus(logIn(cloud, player.email), 201)).body.accessToken;
    const { acknowledgements, consents, toAcknowledge } = await policyOf({ token });
    expect(acknowledgements).toMatchObject([{ how: 'acknowledged', version, textHash, language: 'en' }]);
    expect([consents, toAcknowledge]).toEqual([[], undefined]);
  });

  it('is acknowledged by the use of who logs in with a second factor too', async () => {
    const careful = await newPlayer(cloud, { language: 'en' });
    const { secret } = await turnTotpOn(cloud, careful);
    await publishMinor();
    const challenge = await challengeOf(cloud, careful.email);
    const session = await expectStatus(proveSecond(cloud, challenge, nextProof(cloud, secret)), 201);
    const { acknowledgements, consents } = await policyOf({ token: session.body.accessToken });
    expect(acknowledgements).toMatchObject([{ how: 'acknowledged-by-use', version }]);
    expect(consents).toEqual([]);
  });

  it('is acknowledged once by many logins at the same time', async () => {
    const busy: TestPlayer = await newPlayer(cloud, { language: 'id' });
    await publishMinor();
    const logins = await Promise.all(Array.from({ length: 4 }, () => logIn(cloud, busy.email)));
    const accepted = logins.filter(({ status }) => status === 201);
    expect(accepted.length).toBeGreaterThan(0);
    const { acknowledgements } = await policyOf({ token: accepted[0]?.body.accessToken });
    expect(acknowledgements).toMatchObject([{ how: 'acknowledged-by-use', version }]);
  });
});
