import { randomBytes } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import type { FactorChecker } from './factor-checker.ts';
import type { FactorRow } from './factor-rows.ts';
import { openSubjectKeys } from './keys.ts';
import { sealField, unsealField } from './sealing.ts';
import { setting } from './settings.ts';

/** RFC 6238 as every authenticator application speaks it: SHA-1, 6 digits, 30 seconds. */
const totp = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** Clocks of devices may be off by so many steps (RFC 6238, 5.2). */
const toleranceSteps = 1;
/** The length that RFC 4226, 4 (R6) recommends: 160 bits. */
const secretBytes = 20;
/** An enrolment that no code confirms ends after so many seconds. */
export const pendingSeconds = 15 * 60;

const totpItemSchema = z.object({
  totpSecret: z.instanceof(Uint8Array),
  state: z.enum(['pending', 'on']),
  changedAt: z.string(),
  pendingEndsAtSeconds: z.number(),
  usedStep: z.number(),
});

/** The authenticator application of a player, as stored. */
export type TotpRow = z.infer<typeof totpItemSchema>;

/** A new secret for an authenticator application, and the write that keeps it pending. */
export interface TotpEnrolment {
  /** 160 bits, base32 (RFC 4648, 6): shown once. */
  secret: string;
  write: Write;
  endsAt: Date;
}

/** Sort key of the authenticator application of a player. */
export const totpRow = 'factor#totp';

const keyOf = (playerId: string) => ({ pk: playerId, sk: totpRow });
const row = (playerId: string) => ({ TableName: setting('TABLE_CREDENTIALS'), Key: keyOf(playerId) });
const place = (playerId: string) => ({ field: 'totpSecret', recordId: playerId }) as const;

/** Reads the authenticator application of a player consistently, pending or on. Needs `TABLE_CREDENTIALS`. */
export async function findTotp(playerId: string): Promise<TotpRow | undefined> {
  const { Item } = await documentClient().send(new GetCommand({ ...row(playerId), ConsistentRead: true }));
  return totpItemSchema.optional().parse(Item);
}

/**
 * Makes a secret, sealed under the player's `identity` key. Its write replaces an enrolment that is still pending; its
 * condition fails when an application is on. Needs `TABLE_CREDENTIALS`, `TABLE_KEYS` and the `identity` key.
 */
export async function enrollingTotp(playerId: string, now: Date): Promise<TotpEnrolment> {
  const [{ Secret }, key] = await Promise.all([import('otpauth'), openSubjectKeys().open(playerId, 'identity', now)]);
  const bytes = randomBytes(secretBytes);
  const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
  const pendingEndsAtSeconds = Math.floor(now.getTime() / 1000) + pendingSeconds;
  return {
    secret,
    endsAt: new Date(pendingEndsAtSeconds * 1000),
    write: {
      Put: {
        TableName: setting('TABLE_CREDENTIALS'),
        Item: {
          ...keyOf(playerId),
          schemaVersion: 1,
          totpSecret: sealField(key, place(playerId), secret),
          state: 'pending',
          changedAt: now.toISOString(),
          pendingEndsAtSeconds,
          usedStep: 0,
        },
        ConditionExpression: 'attribute_not_exists(pk) OR #state = :pending',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':pending': 'pending' },
      },
    },
  };
}

/** The `otpauth` address of a secret, as authenticator applications scan it; says nothing about the player. */
export async function totpUri(secret: string, label: string): Promise<string> {
  const { TOTP } = await import('otpauth');
  return new TOTP({ ...totp, secret, issuer: 'sesetoro', label }).toString();
}

/** The step of time for which a code is right, within the tolerance and after the step used last; else undefined. */
export async function acceptedStep(
  { secret, usedStep }: { secret: string; usedStep: number },
  code: string,
  now: Date,
): Promise<number | undefined> {
  const { Secret, TOTP } = await import('otpauth');
  const timestamp = now.getTime();
  const settings = { ...totp, secret: Secret.fromBase32(secret) };
  const delta = TOTP.validate({ ...settings, token: code, timestamp, window: toleranceSteps });
  if (delta === null) return;
  const step = TOTP.counter({ period: totp.period, timestamp }) + delta;
  return step > usedStep ? step : undefined;
}

/** The write that turns a pending application on by its first code; undefined when the code is wrong or too late. */
export async function confirmingTotp(playerId: string, code: string, now: Date): Promise<Write | undefined> {
  const found = await findTotp(playerId);
  if (found?.state !== 'pending' || found.pendingEndsAtSeconds * 1000 <= now.getTime()) return;
  return stepWrite(playerId, { found, code, to: 'on' }, now);
}

/** Whether an authenticator application is on. */
export const hasTotp = (rows: readonly FactorRow[]): boolean => totpIn(rows)?.state === 'on';

/** The authenticator application as a second factor: a code is wrong, used, too old or to come, or it is used up. */
export const totpFactor: FactorChecker = {
  async check({ playerId, rows, proof, now }) {
    const found = totpIn(rows);
    if (found?.state !== 'on' || proof.method !== 'totp') return;
    const write = await stepWrite(playerId, { found, code: proof.code, to: 'on' }, now);
    return write && [write];
  },
};

function totpIn(rows: readonly FactorRow[]): TotpRow | undefined {
  return totpItemSchema.optional().parse(rows.find(({ sk }) => sk === totpRow));
}

/** Of two uses of one code at once only one finds the step before it, and the very secret, unchanged. */
async function stepWrite(
  playerId: string,
  { found, code, to }: { found: TotpRow; code: string; to: TotpRow['state'] },
  now: Date,
): Promise<Write | undefined> {
  const key = await openSubjectKeys().open(playerId, 'identity', now);
  const secret = unsealField(key, place(playerId), found.totpSecret);
  const step = await acceptedStep({ secret, usedStep: found.usedStep }, code, now);
  if (step === undefined) return;
  const changedAt = found.state === to ? found.changedAt : now.toISOString();
  return {
    Update: {
      ...row(playerId),
      UpdateExpression: 'SET usedStep = :step, #state = :to, changedAt = :changedAt',
      ConditionExpression: '#state = :from AND usedStep < :step AND totpSecret = :secret',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':step': step,
        ':to': to,
        ':from': found.state,
        ':changedAt': changedAt,
        ':secret': found.totpSecret,
      },
    },
  };
}

/** The write that forgets the application, pending or on. */
export function forgettingTotp(playerId: string): Write {
  return { Delete: row(playerId) };
}
