import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { HttpHandler } from '#functions/edge/http.ts';
import type { PolicyDigest } from '#domain/policy/changes-between.ts';
import type { ProposedVersion } from '#domain/policy/version.ts';
import { documentClient } from '#stores/clients.ts';
import { holdingWrite } from '#stores/holdings.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPolicyProposals } from '#stores/policies/proposals.ts';
import { callRoute } from '#test/support/handler-calls.ts';

const put = (TableName: string, Item: Record<string, unknown>) =>
  documentClient().send(new PutCommand({ TableName, Item: { schemaVersion: 1, ...Item } }));

/** Writes an account as far as telling its owner of a version looks at it, and notes that its data is held. */
export async function putAccount(
  registeredAt: Date,
  { jurisdiction = 'ID', state = 'open' }: { jurisdiction?: string; state?: string } = {},
): Promise<string> {
  const playerId = newId();
  await put('players', { pk: playerId, sk: 'account', state, jurisdiction, language: 'en' });
  const writes = [holdingWrite('players', playerId, registeredAt)];
  await openLedger().commit({ writes, audit: [], actor: { kind: 'platform', requestId: 'test' }, now: registeredAt });
  return playerId;
}

/** An officer who is in the register. */
export async function hireOfficer(): Promise<string> {
  const pk = randomUUID();
  await put('staff', { pk, sk: 'staff', state: 'active', roles: ['dpo'] });
  return pk;
}

/** A proposal that another person made, with nothing of the catalogue in it. */
export async function proposeDirectly(
  kind: 'initial' | 'material' | 'minor',
  { version, basedOn, now }: { version: number; basedOn: number; now: Date },
): Promise<ProposedVersion> {
  const proposed: ProposedVersion = {
    version,
    basedOn,
    kind,
    summary: { en: 'Something.', id: 'Sesuatu.' },
    changes: [],
    changeLines: { en: [], id: [] },
    effectiveFrom: new Date(now.getTime() + 3_600_000).toISOString(),
    textHashes: { ID: { en: '1'.repeat(64), id: '2'.repeat(64) } },
    authors: ['somebody-else'],
    createdAt: now.toISOString(),
    policyHash: 'a'.repeat(64),
  };
  const digest: PolicyDigest = { fields: {}, purposes: {}, retention: {}, years: {}, processors: {}, texts: {} };
  await openLedger().commit({
    writes: openPolicyProposals().proposing(proposed, digest, []),
    audit: [],
    actor: { kind: 'platform', requestId: 'test' },
    now,
  });
  return proposed;
}

/** Approves as an officer does. */
export async function approveAs(
  staffId: string,
  handler: HttpHandler,
  { version, now }: { version: number; now: Date },
): Promise<number> {
  Object.assign(process.env, { ROUTE_CALLER: 'staff', ROUTE_ROLES: 'dpo' });
  const claims = { sub: staffId, token_use: 'access', 'cognito:groups': '[dpo]' };
  const body = { policyHash: 'a'.repeat(64) };
  const { status } = await callRoute(handler, { now, claims, body, path: { version: String(version) } });
  process.env['ROUTE_CALLER'] = 'player';
  return status;
}
