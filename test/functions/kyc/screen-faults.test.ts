import { S3Client } from '@aws-sdk/client-s3';
import { beforeEach, expect, test } from 'vitest';
import { handler as screen } from '#functions/kyc/screen.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { openScreenings } from '#stores/kyc/screenings.ts';
import { type Fault, openHandlerServices } from '#test/support/handler-services.ts';
import { deliverAgain, screenedPlayer } from '#test/support/screened-players.ts';
import { listFile, putList } from '#test/support/screening.ts';

const services = await openHandlerServices();
const storage = new S3Client({});
const bucket = process.env['BUCKET_SCREENING_LISTS'] ?? '';
const now = () => new Date(services.clock.now());

beforeEach(() => services.reset());

/** An approved player whose ID number is on a list that nobody has read yet. */
async function begin(at: number): Promise<string> {
  const identityHash = `v1.${String(at).padStart(43, 'f')}`;
  await putList(storage, bucket, listFile([{ name: 'Zyx Qwrtp', identityHash }]));
  const approval = { approvedAt: '2026-01-01T00:00:00.000Z' };
  return screenedPlayer(now(), { review: { state: 'approved', approval, signals: [] }, identityHash });
}

async function deliverWith(subjectId: string, at: number, fault: Fault) {
  services.reset();
  services.meddle = (call) => (call === at ? fault : 'none');
  for (let receiveCount = 1; !(await deliverAgain(screen, { subjectId }, { receiveCount })); receiveCount += 1)
    expect(receiveCount).toBeLessThan(4);
  const told = services.logs.filter((line) => line.includes('SCREENING_HIT')).length;
  const calls = services.calls.length;
  services.reset();
  return { calls, told };
}

test('comparing a player converges whatever happens to any one of its AWS calls', async () => {
  const { calls } = await deliverWith(await begin(0), 0, 'none');
  expect(calls).toBeGreaterThan(7);
  let runs = 0;
  for (const fault of ['throttle', 'crash-before', 'crash-after', 'unavailable-after'] as const) {
    for (let at = 1; at <= calls; at += 1, runs += 1) {
      const playerId = await begin(runs + 1);
      const { told } = await deliverWith(playerId, at, fault);
      const review = await openReviews().find(playerId);
      const screening = await openScreenings().find(playerId);
      const outcome = { fault, at, state: review?.state, signals: review?.signals, found: screening?.outcome };
      expect(outcome).toEqual({ fault, at, state: 'in-review', signals: ['screening-confirmed'], found: 'confirmed' });
      expect(review).not.toHaveProperty('approval');
      expect(told).toBeGreaterThan(0);
    }
  }
  expect(runs).toBe(4 * calls);
  process.stdout.write(`screening: ${runs} of ${runs} faulty runs converged (${calls} AWS calls)\n`);
}, 120_000);
