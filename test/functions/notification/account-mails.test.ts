import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { DomainEvent } from '#domain/decision.ts';
import { depositConfirmed } from '#domain/payment/record.ts';
import { accountClosed, closureRequested, closureUndone } from '#domain/player/closure.ts';
import { documentClient } from '#stores/clients.ts';
import type { Write } from '#stores/commitment.ts';
import { openClosures } from '#stores/closures.ts';
import { openDeliveryLists } from '#stores/delivery-lists.ts';
import { openDeposits } from '#stores/deposits.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openNotifications } from '#stores/notifications.ts';
import { openPlayers } from '#stores/players.ts';
import { openSessions } from '#stores/sessions.ts';
import { announce, openAccount, startRegistration, type Person } from '#test/support/announced-people.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openMailPipeline } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
const keys = openSubjectKeys();
const ledger = openLedger();
const players = openPlayers();
let pipeline: ReturnType<typeof openMailPipeline>;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() });
  services.reset();
  services.ses.marks.clear();
  pipeline = openMailPipeline(services);
});
afterEach(() => vi.useRealTimers());

const textTo = (email: string) =>
  services.ses
    .mails({ to: email })
    .map(({ text }) => text)
    .join('\n');
const stateOf = async (eventId: string, recipient: string) => (await notifications.find({ eventId, recipient }))?.state;
const notifications = openNotifications();
const commit = (writes: Write[]) =>
  ledger.commit({ writes, audit: [], actor: { kind: 'platform', requestId: 'test' }, now: new Date() });
const put = (TableName: string, Item: Record<string, unknown>) =>
  documentClient().send(new PutCommand({ TableName, Item: { schemaVersion: 1, ...Item } }));

async function openPlayer(person: Person = {}) {
  const started = await startRegistration(person);
  const playerId = await openAccount(started);
  await pipeline.settle();
  services.ses.clearInbox();
  return { playerId, email: started.email };
}

async function confirmedDeposit(playerId: string, amountMinor = 15_000_000) {
  const deposits = openDeposits();
  const terms = {
    playerId,
    depositId: newId(),
    isFirst: true,
    paymentReference: newId(),
    method: 'dana',
    processor: 'dana',
    amountMinor,
    currency: 'IDR',
  } as const;
  const { deposit, writes } = deposits.starting(terms, new Date());
  await commit(writes);
  await commit([deposits.settling(deposit, { state: 'confirmed' }, new Date())]);
  return { deposit, event: depositConfirmed(deposit.depositId, playerId, deposit.sk).events };
}

/** Begins to close an account as its owner does, from a session of theirs. */
async function beginClosing(playerId: string, closesAt: Date) {
  const { session, write } = openSessions().open(playerId, { deviceKind: 'desktop' }, new Date());
  await commit([write]);
  const kept = { playerId, sessionId: session.sessionId, countsFrom: session.createdAt };
  await commit(openClosures().beginning(kept, { now: new Date(), closesAt }));
}

/** Closes an account as the closure worker does: contact kept, sessions and the rest gone. */
async function closeAccount(playerId: string, contactEndsAt: Date) {
  await beginClosing(playerId, new Date());
  await commit([
    players.closed(await players.read(playerId), new Date()),
    keys.ending(playerId, 'identity', new Date()),
    keys.ending(playerId, 'contact', contactEndsAt),
  ]);
}

const years = (count: number) => new Date(Date.now() + count * 365.25 * 86_400_000);
const breachOf = (playerId: string, breachId: string): DomainEvent[] => [
  { type: 'breach-notice', subjectId: playerId, recordId: breachId },
];
const refusal = (playerId: string, reason: string): DomainEvent[] => [
  { type: 'document-refused', subjectId: playerId, recordId: newId(), context: { reason } },
];

async function recordBreach(affected: Readonly<Record<string, readonly string[]>>): Promise<string> {
  const breachId = newId();
  const texts = {
    en: { whatOccurred: 'A copy was stolen.', whatWasDone: 'We changed every key.', whatYouCanDo: 'Be careful.' },
    id: {
      whatOccurred: 'Salinan data dicuri.',
      whatWasDone: 'Semua kunci telah kami ganti.',
      whatYouCanDo: 'Berhati-hatilah.',
    },
  };
  await put('breaches', { pk: breachId, sk: 'notice', texts, listId: 'list' });
  for (const [playerId, exposedFields] of Object.entries(affected)) {
    await put('breaches', { pk: breachId, sk: `affected#${playerId}`, exposedFields, listId: 'list', state: 'queued' });
  }
  return breachId;
}

describe('The mail of a deposit', () => {
  it('names amount, reference and time in the words and the zone of the player', async () => {
    vi.setSystemTime(new Date('2027-01-05T20:15:00Z'));
    const { playerId, email } = await openPlayer({ language: 'id' });
    const { deposit, event } = await confirmedDeposit(playerId);
    await announce(event);
    await pipeline.settle();
    expect(textTo(email)).toContain('Halo Siti Rahma,');
    expect(textTo(email)).toContain('Jumlah: Rp 150.000,00');
    expect(textTo(email)).toContain(`Referensi pembayaran: ${deposit.paymentReference}`);
    expect(textTo(email)).toContain('Waktu: 6 Januari 2027 pukul 03.15 WIB');
  });
});

describe('The mail of a document', () => {
  it('says that it waits for review, or why it was refused and what to do', async () => {
    const { playerId, email } = await openPlayer();
    await announce([{ type: 'document-accepted', subjectId: playerId, recordId: newId() }]);
    await announce(refusal(playerId, 'heic'));
    await pipeline.settle();
    expect(textTo(email)).toContain('Our staff will now review it.');
    expect(textTo(email)).toContain('HEIC');
  });
});

describe('The mails of a closure', () => {
  it('are one when closing follows asking at once: what is kept, until when and on what ground', async () => {
    vi.setSystemTime(new Date('2027-01-05T03:00:00Z'));
    const { playerId, email } = await openPlayer();
    await keys.openOrCreate(playerId, 'financial', new Date());
    await announce(closureRequested(playerId).events);
    await closeAccount(playerId, new Date('2032-01-05T03:00:00Z'));
    await commit([keys.ending(playerId, 'financial', new Date('2032-01-05T03:00:00Z'))]);
    await announce(accountClosed(playerId).events);
    await pipeline.settle();
    expect(services.ses.mails({ to: email })).toHaveLength(1);
    expect(textTo(email)).toContain('your account was closed on 5 January 2027');
    expect(textTo(email)).toContain('- Records of your payments, until 5 January 2032. Reason: the law against money');
    expect(textTo(email)).toContain('- Your e-mail address and name, until 5 January 2032.');
    expect(textTo(email)).not.toContain('identity check');
  });

  it('are two when there is time between asking and closing', async () => {
    vi.setSystemTime(new Date('2027-01-05T03:00:00Z'));
    const { playerId, email } = await openPlayer();
    const closesAt = new Date('2027-01-12T03:00:00Z');
    await beginClosing(playerId, closesAt);
    await announce(closureRequested(playerId).events);
    await pipeline.settle();
    expect(textTo(email)).toContain('we will close your account on 12 January 2027 at 10:00 GMT+7');
  });
});

describe('The mail of a closure that was undone', () => {
  it.each([
    ['en', 'your account stays open'],
    ['id', 'akun Anda tetap terbuka'],
  ] as const)('says so (%s)', async (language, words) => {
    const { playerId, email } = await openPlayer({ language });
    await announce(closureUndone(playerId).events);
    await pipeline.settle();
    expect(textTo(email)).toContain(words);
  });

  it('is not written where another closure was asked for since', async () => {
    const { playerId, email } = await openPlayer();
    await beginClosing(playerId, new Date(Date.now() + 86_400_000));
    await announce(closureUndone(playerId).events);
    await pipeline.settle();
    expect(services.ses.mails({ to: email })).toEqual([]);
  });
});

describe('A closed account', () => {
  it('is written to about closure, payment and breach, and about nothing else', async () => {
    const { playerId, email } = await openPlayer();
    const { event } = await confirmedDeposit(playerId);
    const breachId = await recordBreach({ [playerId]: ['email'] });
    await closeAccount(playerId, years(5));
    const [refusalId = ''] = await announce(refusal(playerId, 'empty'));
    await announce([...event, ...accountClosed(playerId).events, ...breachOf(playerId, breachId)]);
    await pipeline.settle();
    const subjects = services.ses.mails({ to: email }).map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual([
      'Important: your personal data was exposed',
      'Your deposit has arrived',
      'Your sesetoro account is closed',
    ]);
    expect(await stateOf(refusalId, playerId)).toBe('withheld');
  });

  it('is not written to once its contact key has ended', async () => {
    const { playerId, email } = await openPlayer();
    await closeAccount(playerId, new Date(Date.now() + 86_400_000));
    vi.setSystemTime(Date.now() + 2 * 86_400_000);
    const [eventId = ''] = await announce(accountClosed(playerId).events);
    await pipeline.settle();
    expect(textTo(email)).toBe('');
    expect(await stateOf(eventId, playerId)).toBe('withheld');
  });
});

describe('The mail of a breach', () => {
  it('names only what this person had, in their language, and is not sent to somebody who had nothing', async () => {
    const [first, second, third] = [await openPlayer({ language: 'id' }), await openPlayer(), await openPlayer()];
    const breachId = await recordBreach({
      [first.playerId]: ['email', 'phone'],
      [second.playerId]: ['email', 'passwordHash'],
      [third.playerId]: [],
    });
    await announce([first, second, third].flatMap(({ playerId }) => breachOf(playerId, breachId)));
    await pipeline.settle();
    expect(textTo(first.email)).toContain('Salinan data dicuri.');
    expect(textTo(first.email)).toContain('- Alamat email\n- Nomor telepon');
    expect(textTo(first.email)).toContain('Semua kunci telah kami ganti.');
    expect(textTo(first.email)).toContain('Berhati-hatilah.');
    expect(textTo(second.email)).toContain('A copy was stolen.');
    expect(textTo(second.email)).not.toContain('Phone number');
    expect(textTo(second.email)).toContain('Change your password');
    expect(textTo(third.email)).toBe('');
    expect(services.ses.mails({ to: first.email })[0]).toMatchObject({ configurationSet: 'breach' });
  });

  it('is counted by what mail events say became of it', async () => {
    const people = [await openPlayer(), await openPlayer(), await openPlayer(), await openPlayer()];
    const breachId = await recordBreach(Object.fromEntries(people.map(({ playerId }) => [playerId, ['email']])));
    services.ses.marks.set(people[0]!.email, 'bounce');
    services.ses.marks.set(people[1]!.email, 'silence');
    await announce(people.flatMap(({ playerId }) => breachOf(playerId, breachId)));
    await pipeline.settle({ twice: true });
    const tally = await openDeliveryLists().tally(breachId);
    expect(tally).toMatchObject({ delivered: 2, bounced: 1, sent: 1, sending: 0, waiting: 0 });
    const states = (await services.scan('breaches')).filter(({ pk, sk }) => pk === breachId && sk !== 'notice');
    expect(states.map(({ state }) => String(state)).toSorted()).toEqual(['bounced', 'delivered', 'delivered', 'sent']);
    expect(Object.values(await openDeliveryLists().tally(newId())).every((count) => count === 0)).toBe(true);
  });
});
