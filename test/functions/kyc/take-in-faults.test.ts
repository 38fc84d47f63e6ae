import { beforeEach, expect, test } from 'vitest';
import { handler as takeIn } from '#functions/kyc/take-in.ts';
import type { ScanResult } from '#domain/kyc/scan-result.ts';
import { deliver, signIn, type SignedIn } from '#test/support/handler-calls.ts';
import { type Fault, openHandlerServices } from '#test/support/handler-services.ts';
import { openIndependentCodec, somePixels } from '#test/support/independent-codec.ts';
import { joined } from '#test/support/picture-files.ts';
import { announcing, keysOf, offer, post, uploadMessages } from '#test/support/uploads.ts';
import { newId } from '#stores/ids.ts';

const services = await openHandlerServices();
const photo = await (await openIndependentCodec()).encodeJpeg(somePixels(30, 20));
const now = () => new Date(services.clock.now());

beforeEach(() => services.reset());

async function uploadTwice(player: SignedIn) {
  const bytes = joined(photo, newId());
  const { documentId, upload } = await offer(services, player, announcing(bytes, 'image/jpeg'));
  for (let version = 0; version < 2; version += 1) expect((await post(upload, bytes)).status).toBe(204);
  return documentId;
}

interface Disturbance {
  at: number;
  fault: Fault;
}

/** Delivers every version until it is handled, as the queue does; the fault meets the given call of the whole. */
async function deliverWith(player: SignedIn, scanResult: ScanResult, { at, fault }: Disturbance): Promise<number> {
  const messages = uploadMessages(services, player.playerId, scanResult);
  services.reset();
  services.meddle = (call) => (call === at ? fault : 'none');
  for (const message of messages)
    for (let attempt = 0; !(await deliver(takeIn, message)); attempt += 1) expect(attempt).toBeLessThan(3);
  const calls = services.calls.length;
  services.reset();
  return calls;
}

async function outcomeOf(player: SignedIn, documentId: string) {
  const [kyc, evidence, outbox] = [
    await services.scan('kyc'),
    await services.scan('evidence'),
    await services.scan('outbox'),
  ];
  const audit = evidence.filter(({ pk }) => pk === `document#${documentId}`).map(({ action }) => action);
  return {
    state: kyc.find(({ sk }) => sk === `document#${documentId}`)?.['state'],
    openSlots: kyc.find(({ pk, sk }) => pk === player.playerId && sk === 'slots')?.['openCount'],
    due: kyc.filter((item) => item['documentId'] === documentId && String(item['pk']).startsWith('due#')).length,
    sightings: kyc.filter(
      (item) => item['documentId'] === documentId && String(item['pk']).startsWith('document-hash#'),
    ).length,
    claims: audit.filter((action) => action === 'document-claimed').length,
    verdicts: audit.filter((action) => action === 'document-accepted' || action === 'document-refused').length,
    announcements: outbox.filter(({ subjectId }) => subjectId === player.playerId).length,
    uploadsLeft: keysOf(services, 'incoming', player.playerId).length,
    kept: new Set(keysOf(services, 'accepted', player.playerId)).size,
  };
}

const converged = {
  state: 'in-review',
  openSlots: 0,
  due: 0,
  sightings: 1,
  claims: 1,
  verdicts: 1,
  announcements: 1,
  uploadsLeft: 0,
  kept: 1,
};

/** What is there in the end when the file was refused unopened: the sweep looks once more whether anything was kept. */
const refused = { ...converged, state: 'refused', due: 1, sightings: 0, kept: 0 };

test.each([
  ['NO_THREATS_FOUND', converged],
  ['THREATS_FOUND', refused],
  ['FAILED', refused],
] as const)(
  'the intake of two versions, scanned as %s, converges whatever happens to any one of its AWS calls',
  async (scanResult, end) => {
    const measured = await signIn(now());
    await uploadTwice(measured);
    const calls = await deliverWith(measured, scanResult, { at: 0, fault: 'none' });
    expect(calls).toBeGreaterThan(7);
    let runs = 0;
    for (const fault of ['throttle', 'crash-before', 'crash-after', 'unavailable-after'] as const) {
      for (let at = 1; at <= calls; at += 1, runs += 1) {
        const player = await signIn(now());
        const documentId = await uploadTwice(player);
        await deliverWith(player, scanResult, { at, fault });
        expect({ fault, at, ...(await outcomeOf(player, documentId)) }).toEqual({ fault, at, ...end });
      }
    }
    expect(runs).toBe(4 * calls);
    process.stdout.write(`intake (${scanResult}): ${runs} of ${runs} faulty runs converged (${calls} AWS calls)\n`);
  },
  120_000,
);
