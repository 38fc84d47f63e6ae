import { randomUUID } from 'node:crypto';
import type { StaffRole } from '#lib/route-row.ts';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';
import { newStaff } from './staff.ts';

/** Who sits at the desk of requests. */
const people = {
  support: ['support'],
  dpo: ['dpo'],
  auditor: ['auditor'],
  compliance: ['compliance'],
} as const satisfies Record<string, readonly StaffRole[]>;

/** A person at the desk. */
export type RequestDeskPerson = keyof typeof people;

/** What staff write down; the person is named by one of two. */
export interface IntakeBody {
  playerId?: string;
  accountNumber?: string;
  type?: string;
  text?: string;
  channel?: string;
  receivedAt?: string;
  caseReference?: string;
}

/** Those of support and the officer, with every call that a request takes. */
export interface RequestDesk {
  staffIds: Readonly<Record<RequestDeskPerson, string>>;
  takeIn(body: IntakeBody, by?: RequestDeskPerson, key?: string): Promise<ApiAnswer>;
  list(query?: string, by?: RequestDeskPerson): Promise<ApiAnswer>;
  read(requestId: string, by?: RequestDeskPerson, query?: string): Promise<ApiAnswer>;
  extend(requestId: string, by?: RequestDeskPerson): Promise<ApiAnswer>;
  deny(requestId: string, body?: object, by?: RequestDeskPerson): Promise<ApiAnswer>;
  complete(requestId: string, done: string, by?: RequestDeskPerson): Promise<ApiAnswer>;
}

/** A refusal that the officer gives when a test says nothing else. */
export const denial = { reason: 'claim-not-covered', law: 'UU 27/2022 art. 15(1)' } as const;

/** Opens the desk. Everybody signs in anew for each request: a token of staff lives for ten minutes. */
export async function openRequestDesk(cloud: TestCloud): Promise<RequestDesk> {
  const desk = randomUUID();
  const staffIds = { support: '', dpo: '', auditor: '', compliance: '' };
  for (const [person, roles] of Object.entries(people))
    staffIds[person as RequestDeskPerson] = (await newStaff(cloud, `${person}-${desk}`, roles)).staffId;
  const ask = async (route: string, by: RequestDeskPerson, sent: { body?: unknown; key?: string } = {}) => {
    const issued = await cloud.cloud.staff?.issue({ name: `${by}-${desk}`, groups: people[by] });
    const headers = sent.key === undefined ? {} : { headers: { 'idempotency-key': sent.key } };
    const body = sent.body === undefined ? {} : { body: sent.body };
    return cloud.api(route, { token: issued?.accessToken ?? '', ...body, ...headers });
  };
  return {
    staffIds,
    takeIn: (given, by = 'support', key = randomUUID()) => {
      const usual = { type: 'access', channel: 'phone', caseReference: 'CASE-3107' };
      const body = { ...usual, receivedAt: cloud.now().toISOString(), ...given };
      return ask('POST /v1/staff/requests', by, { body, key });
    },
    list: (query = '', by = 'support') =>
      ask(query === '' ? 'GET /v1/staff/requests' : `GET /v1/staff/requests?${query}`, by),
    read: (requestId, by = 'support', query = '?purpose=answering&caseReference=CASE-3107') =>
      ask(`GET /v1/staff/requests/${requestId}${query}`, by),
    extend: (requestId, by = 'support') =>
      ask(`POST /v1/staff/requests/${requestId}/extensions`, by, { body: { reason: 'complex-request' } }),
    deny: (requestId, body = denial, by = 'dpo') => ask(`POST /v1/staff/requests/${requestId}/denials`, by, { body }),
    complete: (requestId, done, by = 'support') =>
      ask(`POST /v1/staff/requests/${requestId}/completions`, by, { body: { done } }),
  };
}

/** Every request in the queue, page by page. */
export async function wholeQueue(desk: RequestDesk, limit = 50): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let cursor: string | undefined;
  do {
    const next: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const { body } = await expectStatus(desk.list(`limit=${limit}${next}`), 200);
    found.push(...body.requests);
    cursor = body.cursor;
  } while (cursor !== undefined);
  return found;
}
