import { randomUUID } from 'node:crypto';
import type { APIGatewayProxyEventV2, Context, SQSEvent } from 'aws-lambda';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { handler as approve } from '#functions/breach/approve.ts';
import { handler as draft } from '#functions/breach/draft.ts';
import { handler as notify } from '#functions/breach/notify.ts';
import { handler as show } from '#functions/breach/show.ts';
import type { HttpHandler } from '#functions/edge/http.ts';
import type { QueueHandler } from '#functions/edge/queue.ts';
import { documentClient } from '#stores/clients.ts';
import { holdingWrite } from '#stores/holdings.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { noticeTexts } from '#test/support/breach-desk.ts';
import { fromDistribution } from '#test/support/handler-calls.ts';
import type { HandlerServices } from '#test/support/handler-services.ts';

/** The body of an answer; tests look into it. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Body = any;

const put = (TableName: string, Item: Record<string, unknown>) =>
  documentClient().send(new PutCommand({ TableName, Item: { schemaVersion: 1, ...Item } }));
const sealed = Uint8Array.of(1);

/** Writes an account as registration leaves it, without keys, and notes that its data is held. */
export async function putPlayer(
  registeredAt: Date,
  account: { jurisdiction?: string; playerId?: string } = {},
): Promise<string> {
  const playerId = account.playerId ?? newId();
  const at = registeredAt.toISOString();
  await put('players', {
    pk: playerId,
    sk: 'account',
    state: 'open',
    jurisdiction: account.jurisdiction ?? 'ID',
    language: 'en',
    registeredAt: at,
    sessionsValidFrom: at,
    noticeHash: '0'.repeat(64),
    email: sealed,
    addressName: sealed,
  });
  await noteHolding(playerId, registeredAt);
  return playerId;
}

/** Notes once more, or for somebody without an account, that the store of players holds data. */
export async function noteHolding(playerId: string, heldFrom: Date): Promise<void> {
  const writes = [holdingWrite('players', playerId, heldFrom)];
  await openLedger().commit({ writes, audit: [], actor: { kind: 'platform', requestId: 'test' }, now: heldFrom });
}

/** Two officers who are in the register. */
export async function hireOfficers(): Promise<{ author: string; approver: string }> {
  const [author, approver] = [randomUUID(), randomUUID()];
  for (const pk of [author, approver]) await put('staff', { pk, sk: 'staff', state: 'active', roles: ['dpo'] });
  return { author, approver };
}

/** Calls a staff route as API Gateway does after its authorizer let the token pass. */
export async function callAs(
  staffId: string,
  handler: HttpHandler,
  call: { breachId?: string; body?: unknown; key?: string } = {},
): Promise<{ status: number; body: Body }> {
  Object.assign(process.env, { ROUTE_CALLER: 'staff', ROUTE_ROLES: 'dpo' });
  const claims = { sub: staffId, token_use: 'access', 'cognito:groups': '[dpo]' };
  const event = {
    headers: { ...fromDistribution, 'content-type': 'application/json', 'idempotency-key': call.key ?? randomUUID() },
    pathParameters: call.breachId === undefined ? undefined : { breachId: call.breachId },
    body: call.body === undefined ? undefined : JSON.stringify(call.body),
    isBase64Encoded: false,
    requestContext: {
      requestId: 'request',
      routeKey: 'TEST /',
      timeEpoch: Date.now(),
      http: { method: 'POST', userAgent: 'test' },
      authorizer: { jwt: { claims } },
    },
  } as unknown as APIGatewayProxyEventV2;
  const { statusCode = 0, body } = await handler(event, {} as Context);
  process.env['ROUTE_CALLER'] = 'player';
  return { status: statusCode, body: JSON.parse(body || '{}') };
}

/** Takes one message off a queue and has it worked with so much time left; answers whether there was one. */
export async function workOne(
  services: HandlerServices,
  { queue, handler, milliseconds = 60_000 }: { queue: string; handler: QueueHandler; milliseconds?: number },
): Promise<'nothing' | 'done' | 'failed'> {
  const QueueUrl = services.sqs.urlOf(queue);
  const { Messages = [] } = (await services.sqs.handle('ReceiveMessage', { QueueUrl })) as {
    Messages?: { Body: string; ReceiptHandle: string }[];
  };
  const [message] = Messages;
  if (message === undefined) return 'nothing';
  await services.sqs.handle('DeleteMessage', { QueueUrl, ReceiptHandle: message.ReceiptHandle });
  const record = { messageId: newId(), body: message.Body, attributes: { ApproximateReceiveCount: '1' } };
  let left = milliseconds;
  const context = { awsRequestId: 'work', getRemainingTimeInMillis: () => (left -= 5000) } as Context;
  const { batchItemFailures } = await handler({ Records: [record] } as unknown as SQSEvent, context);
  return batchItemFailures.length === 0 ? 'done' : 'failed';
}

/** Records a breach of e-mail addresses and answers its id. */
export async function draftBreach(author: string, scope: unknown): Promise<string> {
  const now = new Date().toISOString();
  const body = { awareAt: now, texts: noticeTexts, exposedFields: ['email'], scope };
  return (await callAs(author, draft, { body })).body.breachId;
}

/** What an officer sees of a breach. */
export const showBreach = async (staffId: string, breachId: string): Promise<Body> =>
  (await callAs(staffId, show, { breachId })).body;

/** Has a breach approved and its sending begun. */
export async function beginSending(officers: { author: string; approver: string }, breachId: string): Promise<void> {
  const { noticeHash } = await showBreach(officers.author, breachId);
  await callAs(officers.approver, approve, { breachId, body: { noticeHash } });
  await callAs(officers.author, notify, { breachId });
}
