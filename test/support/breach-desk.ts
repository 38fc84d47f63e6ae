import { randomUUID } from 'node:crypto';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';
import { newStaff, type TestStaff } from './staff.ts';

/** The words of a notice, in both languages. */
export const noticeTexts = {
  en: {
    whatOccurred: 'A copy of a database was taken between 1 and 3 March 2027.',
    whatWasDone: 'We closed the way in and changed every key.',
    whatYouCanDo: 'Do not trust calls or messages that use these details.',
  },
  id: {
    whatOccurred: 'Salinan basis data diambil antara 1 dan 3 Maret 2027.',
    whatWasDone: 'Kami menutup celahnya dan mengganti semua kunci.',
    whatYouCanDo: 'Jangan percaya telepon atau pesan yang memakai data ini.',
  },
};

/** What a data-protection officer sends to record a breach. */
export interface BreachBody {
  awareAt: string;
  texts: unknown;
  exposedFields: readonly string[];
  scope: unknown;
}

/** The desk of the data-protection officers: one writes, another approves. */
export interface BreachDesk {
  author: TestStaff;
  approver: TestStaff;
  /** Records a breach and expects it to be recorded. */
  draft(changes: Partial<BreachBody>): Promise<ApiAnswer>;
  read(breachId: string): Promise<ApiAnswer>;
  /** Approves what is shown now. */
  approve(breachId: string, by?: TestStaff): Promise<ApiAnswer>;
  notify(breachId: string): Promise<ApiAnswer>;
  edit(breachId: string, body: unknown): Promise<ApiAnswer>;
  withdraw(breachId: string): Promise<ApiAnswer>;
}

/** Opens a desk with two officers. */
export async function openBreachDesk(cloud: TestCloud): Promise<BreachDesk> {
  const author = await newStaff(cloud, `author-${randomUUID()}`, ['dpo']);
  const approver = await newStaff(cloud, `approver-${randomUUID()}`, ['dpo']);
  const { token } = author;
  const read = (breachId: string) => cloud.api(`GET /v1/staff/breaches/${breachId}`, { token });
  return {
    author,
    approver,
    draft: (changes) => expectStatus(postBreach(cloud, { by: author }, changes), 201),
    read,
    async approve(breachId, by = approver) {
      const { body } = await read(breachId);
      return cloud.api(`POST /v1/staff/breaches/${breachId}/approvals`, {
        token: by.token,
        body: { noticeHash: body.noticeHash ?? '0'.repeat(64) },
      });
    },
    notify: (breachId) => cloud.api(`POST /v1/staff/breaches/${breachId}/notifications`, { token }),
    edit: (breachId, body) => cloud.api(`PATCH /v1/staff/breaches/${breachId}`, { token, body }),
    withdraw: (breachId) => cloud.api(`POST /v1/staff/breaches/${breachId}/withdrawal`, { token }),
  };
}

/** Records a breach: everything of the present in which the e-mail address leaked, unless said otherwise. */
export function postBreach(
  cloud: TestCloud,
  { by, key = randomUUID() }: { by: TestStaff; key?: string },
  changes: Partial<BreachBody>,
): Promise<ApiAnswer> {
  const now = cloud.now().toISOString();
  const body: BreachBody = {
    awareAt: now,
    texts: noticeTexts,
    exposedFields: ['email'],
    scope: { kind: 'store', store: 'players', from: now, to: now },
    ...changes,
  };
  return cloud.api('POST /v1/staff/breaches', {
    token: by.token,
    body,
    headers: { 'idempotency-key': key },
  });
}
