import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { Mail } from '../demo-cloud.ts';
import { inviteOfficer } from '../officer.ts';
import type { DemoPlayer, Story } from '../story.ts';
import type { Departure } from './closure.ts';
import type { Cast } from './registration.ts';

/** Who was told. */
export interface BreachCounts {
  affected: number;
  /** Counted by the API from mail events. */
  delivered: number;
  /** Notices beyond the first in any inbox. */
  duplicates: number;
}

const words = {
  en: {
    whatOccurred: 'Somebody copied a table of accounts last night.',
    whatWasDone: 'We closed the way in and changed every key.',
    whatYouCanDo: 'Do not trust calls or messages that use these details.',
  },
  id: {
    whatOccurred: 'Seseorang menyalin tabel akun tadi malam.',
    whatWasDone: 'Kami menutup celahnya dan mengganti semua kunci.',
    whatYouCanDo: 'Jangan percaya telepon atau pesan yang memakai data ini.',
  },
};

const breachSchema = z.object({
  breachId: z.string(),
  state: z.string(),
  noticeHash: z.string().optional(),
  list: z.object({ state: z.string(), affectedCount: z.number().optional() }),
  clocks: z.array(z.object({ jurisdiction: z.string(), subjectsBy: z.string() })),
  notices: z.object({ counts: z.record(z.string(), z.number()) }).optional(),
});

type ShownBreach = z.infer<typeof breachSchema>;

const show = ({ cloud }: Story, breachId: string, token: string): Promise<ShownBreach> =>
  cloud.expect(`GET /v1/staff/breaches/${breachId}`, { token }, { status: 200, schema: breachSchema });

/** Records a breach of the table of accounts as it is now, and waits until the list of people is ready. */
async function draft(story: Story, token: string): Promise<ShownBreach> {
  const { cloud } = story;
  const now = cloud.now().toISOString();
  const scope = { kind: 'store', store: 'players', from: now, to: now };
  const body = { awareAt: now, texts: words, exposedFields: ['email', 'phone'], scope };
  const headers = { 'idempotency-key': randomUUID() };
  const wanted = { status: 201, schema: breachSchema };
  const { breachId } = await cloud.expect('POST /v1/staff/breaches', { token, body, headers }, wanted);
  await cloud.settle();
  return show(story, breachId, token);
}

async function approveAndSend(
  story: Story,
  breach: ShownBreach,
  [author, approver]: readonly [string, string],
): Promise<void> {
  const { cloud, account } = story;
  const path = `/v1/staff/breaches/${breach.breachId}`;
  const body = { noticeHash: breach.noticeHash };
  const early = await cloud.api(`POST ${path}/notifications`, { token: author });
  account.check('nothing is sent without approval', early.status === 409, early);
  const own = await cloud.api(`POST ${path}/approvals`, { token: author, body });
  account.check('whoever wrote it cannot approve it', own.problem === 'breach-author-approving', own);
  const other = await cloud.api(`POST ${path}/approvals`, { token: approver, body: { noticeHash: 'a'.repeat(64) } });
  account.check('nobody approves other words than those they saw', other.problem === 'breach-notice-changed', other);
  const approved = await cloud.api(`POST ${path}/approvals`, { token: approver, body });
  account.check('a second officer approves exactly these words and this list', approved.status === 200, approved);
  const sent = await cloud.api(`POST ${path}/notifications`, { token: author });
  account.check('now everybody on the list is told', sent.status === 202, sent);
  await cloud.settle();
}

async function noticesTo({ cloud }: Story, { person, language }: DemoPlayer): Promise<Mail[]> {
  const mails = await cloud.inbox(person.email);
  return mails.filter(({ text }) => text?.includes(words[language].whatOccurred));
}

/** The table of accounts leaks. Everybody affected is told once, in their language, what of theirs was exposed. */
export async function playBreach(
  story: Story,
  { sari, weiLing }: Cast,
  { player: wulan }: Departure,
): Promise<BreachCounts> {
  const { account, cloud } = story;
  account.chapter('The table of accounts leaks');
  const author = await inviteOfficer(story, 'dewi', ['dpo']);
  const approver = await inviteOfficer(story, 'adi', ['dpo']);
  const helper = await inviteOfficer(story, 'rina', ['support']);
  const asked = await cloud.api('GET /v1/staff/breaches', { token: helper });
  account.check('support cannot look at breaches', asked.status === 403, asked);
  const breach = await draft(story, author);
  const affected = breach.list.affectedCount ?? 0;
  account.check('the list names the two who play and the one who left', affected === 3, breach.list);
  for (const { jurisdiction, subjectsBy } of breach.clocks) {
    account.tell(`People in ${jurisdiction} must be told by ${subjectsBy.slice(0, 16).replace('T', ' ')} UTC.`);
  }
  await approveAndSend(story, breach, [author, approver]);
  const people = [sari, weiLing, wulan];
  const notices = await Promise.all(people.map((each) => noticesTo(story, each)));
  const delivered = (await show(story, breach.breachId, author)).notices?.counts['delivered'] ?? 0;
  const duplicates = notices.reduce((sum, { length }) => sum + Math.max(0, length - 1), 0);
  account.check('mail events say that each was reached', delivered === affected, delivered);
  account.check(
    'each has one mail, in their language',
    notices.every(({ length }) => length === 1),
  );
  const [toSari, , toWulan] = notices.map(([mail]) => mail?.text ?? '');
  account.check('Sari reads that her phone number leaked', toSari?.includes('Phone number') === true);
  const spared = toWulan?.includes('Nomor telepon') === false && toWulan.includes('email');
  account.check('Wulan does not: hers was erased when she left, only her address was kept', spared);
  return { affected, delivered, duplicates };
}
