import type { MarkedPlayer } from './canary-story.ts';
import type { TestCloud } from './cloud.ts';
import { openRemovalDesk } from './factor-removal.ts';
import { expectStatus, logIn } from './player.ts';
import { linkTokens } from './recovery.ts';
import { recoveryProof, turnTotpOn, type Authenticator } from './second-factor.ts';

/** Removals that staff open, decline and would approve too early, and that the player stops in both ways. */
export async function removeMarked(
  cloud: TestCloud,
  { email, password, playerId }: MarkedPlayer,
): Promise<Authenticator & { stopToken: string }> {
  const token = (await expectStatus(logIn(cloud, email, password), 201)).body.accessToken;
  const authenticator = await turnTotpOn(cloud, { token });
  const desk = await openRemovalDesk(cloud);
  const open = async () => {
    const { removalId } = (await expectStatus(desk.open(playerId), 201)).body;
    await cloud.settle();
    return { playerId, removalId };
  };
  const removal = await open();
  await expectStatus(desk.approve(removal), 409);
  await expectStatus(desk.list(), 200);
  await expectStatus(desk.decline(removal), 204);
  await open();
  await cloud.api('GET /factor-removal-stop');
  const stopToken = linkTokens(cloud, email, 'factor-removal-stop').at(-1) ?? '';
  await expectStatus(desk.stop(stopToken), 204);
  await open();
  await expectStatus(cloud.api('DELETE /v1/me/second-factors/removal', { token }), 204);
  const body = { secondFactor: recoveryProof(authenticator.recoveryCodes[0]) };
  await expectStatus(cloud.api('POST /v1/me/second-factors/totp/removals', { token, body }), 204);
  await cloud.settle();
  return { ...authenticator, stopToken };
}
