import type { TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';
import { ageVersion, openPolicyDesk, otherwiseWorded, withoutPhone, type PolicyDesk } from './policy-desk.ts';

interface Signed {
  token: string;
}

const soon = (cloud: TestCloud) => new Date(cloud.now().getTime() + 60_000).toISOString();

async function publish(cloud: TestCloud, desk: PolicyDesk, kind: 'initial' | 'material' | 'minor'): Promise<number> {
  const version = await desk.publish({ kind, effectiveFrom: soon(cloud) });
  cloud.turn({ minutes: 2 });
  await cloud.settle();
  return version;
}

/** The policy changes twice: everybody consents to the first change and takes note of the second. */
export async function policyChanges(cloud: TestCloud, players: readonly Signed[]): Promise<void> {
  const desk = await openPolicyDesk(cloud);
  const first = await publish(cloud, desk, 'initial');
  await ageVersion(cloud, first, withoutPhone);
  const material = await publish(cloud, desk, 'material');
  for (const { token } of players) {
    const { body } = await expectStatus(cloud.api('GET /v1/me/policy', { token }), 200);
    const consent = { version: material, textHash: body.current.textHash };
    await expectStatus(cloud.api('POST /v1/me/policy/consents', { token, body: consent }), 201);
  }
  await ageVersion(cloud, material, otherwiseWorded);
  const minor = await publish(cloud, desk, 'minor');
  for (const { token } of players) {
    const { body } = await expectStatus(cloud.api('GET /v1/me/policy', { token }), 200);
    const acknowledgement = { version: minor, textHash: body.current.textHash };
    await expectStatus(cloud.api('POST /v1/me/policy/acknowledgements', { token, body: acknowledgement }), 201);
  }
  await expectStatus(cloud.api('GET /v1/policy-versions'), 200);
  await expectStatus(cloud.api(`GET /v1/policy-versions/${minor}?jurisdiction=ID&language=id`), 200);
}
