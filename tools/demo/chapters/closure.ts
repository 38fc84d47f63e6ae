import * as z from 'zod';
import { proofSeconds } from '#domain/session/step-up.ts';
import { captureTraces, type Trace } from '../traces.ts';
import { signIn } from '../people.ts';
import { confirm, type StartedDeposit } from '../processor.ts';
import type { DemoPlayer, Story } from '../story.ts';
import type { Cast } from './registration.ts';

/** Who left, and every trace of theirs that was ever seen in tables and bucket. */
export interface Departure {
  player: DemoPlayer;
  traces: readonly Trace[];
}

const closureSchema = z.object({ state: z.string(), closesAt: z.string().nullable() });

const close = ({ cloud }: Story, { token }: DemoPlayer) => cloud.api('POST /v1/me/closure', { token });

/** Money that comes after its owner has left waits for staff: neither credited nor lost. */
async function payTooLate(story: Story, { paymentReference, amountMinor, currency, depositId }: StartedDeposit) {
  const paid = { paymentReference, amountMinor, currency, transferConfirmation: 'TRX-0003' };
  const { status } = await confirm(story, 'dana', { paid });
  const row = (await story.cloud.rows('payments')).find((each) => each['depositId'] === depositId);
  const holds = status === 202 && row?.['state'] === 'suspended';
  story.account.check('money that arrives too late waits in suspense, and staff are alarmed', holds, status);
}

/** She undoes it, and asks again: a closure can be undone until its moment has come. */
async function thinkBetter(story: Story, wulan: DemoPlayer): Promise<void> {
  const { account, cloud } = story;
  const { token } = wulan;
  const undone = await cloud.api('DELETE /v1/me/closure', { token });
  const { state } = await cloud.expect('GET /v1/me/closure', { token }, { status: 200, schema: closureSchema });
  account.check(
    'she thinks better of it, and the account is open as before',
    undone.status === 200 && state === 'open',
  );
  await close(story, wulan);
  await cloud.settle();
}

/** The law of her country gives three days; a day before they are over the account is closed. */
async function letGracePass({ account, cloud }: Story, { token }: DemoPlayer): Promise<void> {
  const closure = await cloud.expect('GET /v1/me/closure', { token }, { status: 200, schema: closureSchema });
  const closesAt = new Date(closure.closesAt ?? cloud.now());
  account.tell(`She has until ${closesAt.toISOString().slice(0, 16)} UTC to undo it. The clock is turned past that.`);
  await cloud.turnTo(new Date(closesAt.getTime() + 16 * 60_000));
  await cloud.settle();
}

/** An account is closed by its owner, once its balance is zero. What no law keeps is unreadable from that moment. */
export async function playClosure(story: Story, cast: Cast, unpaid: StartedDeposit): Promise<Departure> {
  const { account, cloud } = story;
  account.chapter('Wulan leaves');
  const sari = await signIn(story, cast.sari, cast.sari.person);
  const rich = await close(story, sari);
  account.check(
    'nobody leaves money behind: Sari cannot close while she has a balance',
    rich.problem === 'closure-blocked',
  );
  const wulan = await signIn(story, cast.wulan, cast.wulan.person);
  const before = await captureTraces(cloud, wulan.playerId);
  const { token } = wulan;
  const stepUp = (password: string) => cloud.api('POST /v1/me/step-ups', { token, body: { password } });
  await cloud.turnTo(new Date(cloud.now().getTime() + proofSeconds * 1000));
  const stolen = [await close(story, wulan), await stepUp('a wrong but long password')];
  const isAsked = stolen[0]?.problem === 'step-up-needed' && stolen[1]?.status === 401;
  account.check('a stolen session cannot close the account: the password is asked for', isAsked);
  await stepUp(wulan.person.password);
  const closing = await close(story, wulan);
  account.check('Wulan asks to close her account', closing.status === 202, closing);
  await thinkBetter(story, wulan);
  await letGracePass(story, wulan);
  const me = await cloud.api('GET /v1/me', { token: wulan.token });
  account.check('when her time to undo it is over, nobody is signed in', me.status === 401, me.status);
  const body = { email: wulan.person.email, password: wulan.person.password, deviceKind: 'android-app' };
  account.check('her password opens nothing any more', (await cloud.api('POST /v1/sessions', { body })).status === 401);
  const subjects = (await cloud.inbox(wulan.person.email)).map(({ subject }) => subject);
  const told = subjects.filter((subject) => subject === 'Akun sesetoro Anda telah ditutup').length;
  account.check('one mail says so, in her language', told === 1, subjects);
  await payTooLate(story, unpaid);
  const after = await captureTraces(cloud, wulan.playerId);
  account.tell(`A thief has copied ${before.length} traces of her before and ${after.length} after that, for later.`);
  return { player: wulan, traces: [...before, ...after] };
}
