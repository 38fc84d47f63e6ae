import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { kycExpiryDues } from '#domain/kyc/expiry.ts';
import { handler as expireDocuments } from '#functions/kyc/expire-documents.ts';
import { documentClient } from '#stores/clients.ts';
import { openDueList } from '#stores/due-list.ts';
import { newId } from '#stores/ids.ts';
import { openReviews } from '#stores/kyc/reviews.ts';
import { approvedPlayer, writeAll } from '#test/support/approved-review.ts';
import { tick } from '#test/support/handler-calls.ts';
import { type Fault, openHandlerServices } from '#test/support/handler-services.ts';
import { openMailPipeline } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
const dueList = openDueList();
const timeZone = 'Asia/Jakarta';
let pipeline: ReturnType<typeof openMailPipeline>;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  // Every test has a time of its own, and the list remembers how far it was walked.
  await dueList.setFirstOpenMonth('kyc-expiry', new Date(Date.now() - 86_400_000).toISOString().slice(0, 7));
  services.reset();
  pipeline = openMailPipeline(services);
});
afterEach(() => vi.useRealTimers());

const list = (playerId: string, dues: readonly { at: Date; detail: string }[]) =>
  writeAll(dues.map(({ at, detail }) => dueList.adding('kyc-expiry', at, { subjectId: playerId, detail })));

/** Somebody approved as the reviewer's decision leaves it: with the entries of the due list. */
async function approved(documentExpiresOn: string, person: { language?: 'en' | 'id' } = {}) {
  const player = await approvedPlayer(documentExpiresOn, person);
  await list(player.playerId, kycExpiryDues({ documentExpiresOn, timeZone, since: new Date() }));
  return player;
}

async function outcomeOf(playerId: string) {
  const [jobs, kyc, outbox, evidence] = await Promise.all(
    (['jobs', 'kyc', 'outbox', 'evidence'] as const).map((table) => services.scan(table)),
  );
  const review = await openReviews().find(playerId);
  const told = (type: string) =>
    outbox?.filter((item) => item['subjectId'] === playerId && item['type'] === type).length;
  const stateOf = (kind: string) => kyc?.find((item) => item['pk'] === playerId && item['kind'] === kind)?.['state'];
  return {
    due: jobs?.filter(({ subjectId }) => subjectId === playerId).length,
    review: review?.state,
    approval: review?.approval?.documentExpiresOn,
    identity: stateOf('identity-document'),
    address: stateOf('proof-of-address'),
    reminders: told('document-expiring'),
    ends: told('document-expired'),
    audited: evidence?.filter(({ pk, action }) => pk === `review#${playerId}` && action === 'approval-expired').length,
  };
}

const valid = { review: 'approved', identity: 'approved', address: 'approved', ends: 0, audited: 0 };
const ended = {
  due: 0,
  review: 'expired',
  approval: undefined,
  identity: 'expired',
  address: 'approved',
  ends: 1,
  audited: 1,
};

describe('a document with a date', () => {
  test('is reminded of twice and ends after its last day, each told once in the words of the player', async () => {
    vi.setSystemTime(new Date('2027-01-10T05:00:00Z'));
    const [english, indonesian] = [await approved('2027-03-31'), await approved('2027-03-31', { language: 'id' })];
    await pipeline.settle();
    services.ses.clearInbox();
    await tick(expireDocuments);
    expect(await outcomeOf(english.playerId)).toMatchObject({ ...valid, due: 3, reminders: 0 });
    const days = ['2027-03-01T02:00:01Z', '2027-03-24T02:00:01Z', '2027-03-31T16:59:00Z', '2027-03-31T17:00:01Z'];
    const remindersAfter = [1, 2, 2, 2];
    for (const [at, day] of days.entries()) {
      vi.setSystemTime(new Date(day));
      await tick(expireDocuments);
      await tick(expireDocuments);
      const outcome = await outcomeOf(english.playerId);
      expect({ day, ...outcome }).toMatchObject({ day, ...(at < 3 ? valid : ended), reminders: remindersAfter[at] });
    }
    await pipeline.settle();
    const mailsTo = ({ email }: { email: string }) => services.ses.mails({ to: email });
    expect(mailsTo(english).map(({ subject }) => subject)).toEqual([
      'Your identity document runs out soon',
      'Your identity document runs out soon',
      'Your identity document has run out',
    ]);
    expect(mailsTo(english)[0]?.text).toContain('valid until 31 March 2027');
    expect(mailsTo(indonesian)[0]?.text).toContain('berlaku sampai 31 Maret 2027');
    expect(mailsTo(indonesian)).toHaveLength(3);
  });

  test('that is years away is listed on year by year, and ends all the same', async () => {
    vi.setSystemTime(new Date('2028-01-10T05:00:00Z'));
    const { playerId } = await approved('2030-03-31');
    for (const day of ['2029-01-10', '2030-01-12']) {
      vi.setSystemTime(new Date(`${day}T00:00:00Z`));
      await tick(expireDocuments);
      expect(await outcomeOf(playerId)).toMatchObject({ ...valid, reminders: 0 });
    }
    vi.setSystemTime(new Date('2030-04-02T00:00:00Z'));
    await tick(expireDocuments);
    expect(await outcomeOf(playerId)).toEqual({ ...ended, reminders: 2 });
  });

  test('that was renewed meanwhile is not spoken of', async () => {
    const { playerId } = await approvedPlayer('2099-12-31');
    const at = new Date(Date.now() - 1000);
    await list(playerId, [
      { at, detail: 'reminder-7#2027-03-31' },
      { at, detail: 'expiry#2027-03-31' },
    ]);
    await tick(expireDocuments);
    expect(await outcomeOf(playerId)).toEqual({ ...valid, due: 0, approval: '2099-12-31', reminders: 0 });
  });

  test('keeps a newer document waiting when the approval ends', async () => {
    const { playerId } = await approvedPlayer('2027-03-31', {}, { state: 'in-review' });
    await list(playerId, [{ at: new Date(Date.now() - 1000), detail: 'expiry#2027-03-31' }]);
    await tick(expireDocuments);
    expect(await outcomeOf(playerId)).toMatchObject({ ...ended, review: 'in-review', reminders: 0 });
  });
});

describe('nothing happens', () => {
  test('to a document without a date', async () => {
    const { playerId } = await approvedPlayer(undefined);
    expect(kycExpiryDues({ documentExpiresOn: undefined, timeZone, since: new Date() })).toEqual([]);
    await tick(expireDocuments);
    expect(await outcomeOf(playerId)).toMatchObject({ ...valid, due: 0, reminders: 0 });
  });

  test.each(['closing', 'closed'])('to an account that is %s', async (state) => {
    const { playerId } = await approvedPlayer('2027-03-31');
    await documentClient().send(
      new UpdateCommand({
        TableName: 'players',
        Key: { pk: playerId, sk: 'account' },
        UpdateExpression: 'SET #state = :state',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':state': state },
      }),
    );
    await list(playerId, [{ at: new Date(Date.now() - 1000), detail: 'expiry#2027-03-31' }]);
    await tick(expireDocuments);
    expect(await outcomeOf(playerId)).toMatchObject({ ...valid, due: 0, approval: '2027-03-31', reminders: 0 });
  });

  test('to somebody who is gone', async () => {
    const playerId = newId();
    await list(playerId, [{ at: new Date(Date.now() - 1000), detail: 'expiry#2027-03-31' }]);
    await tick(expireDocuments);
    expect(await outcomeOf(playerId)).toMatchObject({ due: 0, reminders: 0, ends: 0 });
  });
});

test('an entry that cannot be read raises the alarm and keeps nobody else waiting', async () => {
  const [broken, { playerId }] = [newId(), await approvedPlayer('2027-03-31')];
  await list(broken, [{ at: new Date(Date.now() - 2000), detail: 'expiry' }]);
  await list(playerId, [{ at: new Date(Date.now() - 1000), detail: 'expiry#2027-03-31' }]);
  await expect(tick(expireDocuments)).rejects.toThrow('SCHEDULED_WORK_FAILED');
  expect(await outcomeOf(playerId)).toEqual({ ...ended, reminders: 0 });
  const [item] = await dueList.due('kyc-expiry', new Date().toISOString().slice(0, 7), { by: new Date(), limit: 1 });
  if (item?.subjectId === broken) await dueList.remove(item);
  await tick(expireDocuments);
});

test('two sweeps at once tell it once', async () => {
  const { playerId } = await approvedPlayer('2027-03-31');
  await list(playerId, [{ at: new Date(Date.now() - 1000), detail: 'reminder-30#2027-03-31' }]);
  await Promise.all([tick(expireDocuments), tick(expireDocuments)]);
  expect(await outcomeOf(playerId)).toMatchObject({ ...valid, due: 0, reminders: 1 });
});

describe('disturbed', () => {
  async function tickUntilDone(): Promise<void> {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const isDone = await tick(expireDocuments).then(
        () => true,
        () => false,
      );
      if (isDone) return;
    }
    throw new Error('Three sweeps did not end it');
  }

  /** A reminder, and some time later the end; the fault meets the given call of the whole. */
  async function run(at: number, fault: Fault): Promise<{ playerId: string; calls: number }> {
    const { playerId } = await approvedPlayer('2027-03-31');
    const start = Date.now();
    await list(playerId, [
      { at: new Date(start + 1000), detail: 'reminder-7#2027-03-31' },
      { at: new Date(start + 3000), detail: 'expiry#2027-03-31' },
    ]);
    services.reset();
    services.meddle = (call) => (call === at ? fault : 'none');
    for (const later of [2000, 4000]) {
      vi.setSystemTime(start + later);
      await tickUntilDone();
    }
    const calls = services.calls.length;
    services.reset();
    return { playerId, calls };
  }

  test('expiry converges whatever happens to any one of its AWS calls', async () => {
    const { calls } = await run(0, 'none');
    expect(calls).toBeGreaterThan(10);
    let runs = 0;
    for (const fault of ['throttle', 'crash-before', 'crash-after', 'unavailable-after'] as const) {
      for (let at = 1; at <= calls; at += 1, runs += 1) {
        const { playerId } = await run(at, fault);
        const outcome = await outcomeOf(playerId);
        expect({ fault, at, ...outcome }).toEqual({ fault, at, ...ended, reminders: 1 });
      }
    }
    expect(runs).toBe(4 * calls);
    process.stdout.write(`expiry: ${runs} of ${runs} faulty runs converged (${calls} AWS calls)\n`);
  }, 120_000);
});
