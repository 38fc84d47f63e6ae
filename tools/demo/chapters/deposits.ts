import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { plantedMarkers } from '../../canary/markers.ts';
import { confirm, startDeposit, type Bend, type Paid, type StartedDeposit } from '../processor.ts';
import { addUp } from '../ledger.ts';
import type { DemoPlayer, Story } from '../story.ts';
import type { Cast } from './registration.ts';

/** What came of deposits and webhooks. */
export interface DepositCounts {
  confirmed: number;
  /** Refused for their signature, their time or as a replay, and for nothing else. */
  webhooksRefused: number;
  /** Wulan's deposit that she never paid while she was there. */
  unpaid: StartedDeposit;
}

const amountMinor = 2_500_000;
const methods = ['dana', 'e-wallet', 'mobile-banking', 'virtual-account'] as const;

const paidOf = ({ paymentReference, currency }: StartedDeposit): Paid => ({
  paymentReference,
  amountMinor,
  currency,
  transferConfirmation: 'TRX-0001',
});
const bankFields = ['bankAccountNumber', 'holderName', 'transferConfirmation'] as const;
const bankDetailsOf = ({ person }: DemoPlayer) => ({
  bankAccount: { bankCode: 'BCA', accountNumber: person.bankAccountNumber, holderName: person.holderName },
  transferConfirmation: person.transferConfirmation,
});

async function balanceOf({ cloud }: Story, { token }: DemoPlayer): Promise<number> {
  const schema = z.object({ balanceMinor: z.number() });
  return (await cloud.expect('GET /v1/me/balance', { token }, { status: 200, schema })).balanceMinor;
}

async function stateOf({ cloud }: Story, { token }: DemoPlayer, { depositId }: StartedDeposit): Promise<string> {
  const schema = z.object({ payments: z.array(z.object({ depositId: z.string(), state: z.string() })) });
  const { payments } = await cloud.expect('GET /v1/me/payments', { token }, { status: 200, schema });
  return payments.find((payment) => payment.depositId === depositId)?.state ?? 'missing';
}

async function payByEveryMethod(story: Story, sari: DemoPlayer): Promise<void> {
  const { account, cloud } = story;
  for (const method of methods) {
    const deposit = await startDeposit(story, sari, { method, amountMinor });
    const details = method === 'virtual-account' ? bankDetailsOf(sari) : {};
    const webhookId = `msg_${randomUUID()}`;
    const paid = { ...paidOf(deposit), ...details };
    const { status } = await confirm(story, method, { paid, bend: { webhookId } });
    await confirm(story, method, { paid, bend: { webhookId } });
    await confirm(story, method, { paid });
    await cloud.settle();
    const mails = (await cloud.inbox(sari.person.email)).filter(({ text }) => text?.includes(deposit.paymentReference));
    const holds = status === 202 && (await stateOf(story, sari, deposit)) === 'confirmed' && mails.length === 1;
    account.check(`${method}: confirmed three times over, credited once, told by one mail`, holds, {
      status,
      mails: mails.length,
    });
  }
  const balance = await balanceOf(story, sari);
  account.check('Sari holds exactly the four amounts', balance === 4 * amountMinor, balance);
}

/** Everything by which somebody without a processor's key could try to make money. */
async function forge(story: Story, sari: DemoPlayer): Promise<number> {
  const { account } = story;
  const deposit = await startDeposit(story, sari, { method: 'dana', amountMinor });
  const other = await startDeposit(story, sari, { method: 'dana', amountMinor });
  const used = `msg_${randomUUID()}`;
  await confirm(story, 'dana', { paid: paidOf(other), bend: { webhookId: used } });
  const before = await balanceOf(story, sari);
  const forgeries: [string, Bend][] = [
    ['signed by another processor', { signedBy: 'e-wallet' }],
    ['with its amount raised after it was signed', { tamper: (body) => body.replace('2500000', '9900000') }],
    ['older than five minutes', { offSeconds: -301 }],
    ['from the future', { offSeconds: 301 }],
    ['under an id that another event had used', { webhookId: used }],
  ];
  let refused = 0;
  for (const [name, bend] of forgeries) {
    const { status } = await confirm(story, 'dana', { paid: paidOf(deposit), bend });
    account.check(`a webhook ${name} is refused`, status === 401, status);
    refused += status === 401 ? 1 : 0;
  }
  const unmoved =
    (await balanceOf(story, sari)) === before && (await stateOf(story, sari, deposit)) === 'awaiting-payment';
  account.check('no forgery moved money', unmoved);
  return refused;
}

/** Money of another amount than announced: never credited, and on record with the bank details that came along. */
async function payWrongAmount(story: Story, wulan: DemoPlayer): Promise<void> {
  const deposit = await startDeposit(story, wulan, { method: 'virtual-account', amountMinor });
  const paid = { ...paidOf(deposit), ...bankDetailsOf(wulan), amountMinor: amountMinor + 100 };
  await confirm(story, 'virtual-account', { paid });
  const holds = (await stateOf(story, wulan, deposit)) === 'mismatch' && (await balanceOf(story, wulan)) === 0;
  story.account.check('a rupiah more than announced: a mismatch for staff, no credit', holds);
}

/** An authentic confirmation that fits no deposit: kept sealed, tried for a day, then parked with an alarm. */
async function payWithoutDeposit(story: Story): Promise<void> {
  const { account, cloud } = story;
  const waiting = async () => (await cloud.rows('payments')).filter(({ pk }) => String(pk).startsWith('unmatched#'));
  const { status } = await confirm(story, 'dana', {
    paid: { paymentReference: 'z'.repeat(26), amountMinor, currency: 'IDR', transferConfirmation: 'TRX-0002' },
  });
  const kept = await waiting();
  const isSealed = kept.every(({ confirmation }) => confirmation instanceof Uint8Array);
  account.check(
    'money that fits no deposit is taken down, sealed',
    status === 202 && kept.length === 1 && isSealed,
    status,
  );
  account.tell('The clock is turned by 25 hours.');
  await cloud.turnTo(new Date(cloud.now().getTime() + 25 * 3_600_000));
  await fireSchedule(story, 'unmatched');
  const parked = (await cloud.rows('payments')).filter(({ pk }) => String(pk).startsWith('parked#'));
  account.check(
    'a day later it is parked, and staff are alarmed',
    (await waiting()).length === 0 && parked.length === 1,
  );
}

/** Fires a schedule through the console and waits for what it sets off. */
export async function fireSchedule({ cloud }: Story, part: string): Promise<void> {
  await cloud.console(`/schedules/${part}/fire`, {});
  await cloud.settle();
}

/** Deposits by all four methods, and all that can go wrong with them. */
export async function playDeposits(story: Story, { wulan, sari, weiLing }: Cast): Promise<DepositCounts> {
  const { account, cloud, markers } = story;
  account.chapter('They pay in');
  for (const { person } of [wulan, sari]) markers.push(...plantedMarkers(person, bankFields));
  await payByEveryMethod(story, sari);
  const inDollars = await startDeposit(story, weiLing, { method: 'dana', amountMinor: 12_345 });
  await confirm(story, 'dana', { paid: { ...paidOf(inDollars), amountMinor: 12_345 } });
  account.check(`Wei Ling pays in ${inDollars.currency}`, (await balanceOf(story, weiLing)) === 12_345);
  const webhooksRefused = await forge(story, sari);
  await payWrongAmount(story, wulan);
  const unpaid = await startDeposit(story, wulan, { method: 'dana', amountMinor });
  await payWithoutDeposit(story);
  const { entries, isBalanced } = await addUp(cloud);
  account.check(`the ${entries} entries of the ledger add up to zero, and to every balance`, isBalanced);
  const deposits = (await cloud.rows('payments')).filter(({ sk }) => String(sk).startsWith('deposit#'));
  return { confirmed: deposits.filter(({ state }) => state === 'confirmed').length, webhooksRefused, unpaid };
}
