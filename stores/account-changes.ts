import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** What else a command changes of an account: DynamoDB takes one write per item and transaction. */
export interface AccountChange {
  /** Until when no withdrawal leaves (a cool-down); ends a freeze. */
  withdrawalsHeldUntil?: Date;
  /** Leaves a freeze as it is, whatever else changes: only who chose a new password ends it. */
  keepsFreeze?: true;
  /** Stops withdrawals without an end, because somebody else may be in the account. */
  withdrawalsFrozenAt?: Date;
  /** Forgets every device together with the sessions that end. */
  forgetsDevices?: true;
  /** A new address with its blind index; sealed as a player's account holds it. */
  email?: { sealed: Uint8Array; index: string };
  /** A new phone number with its blind index, and when it was proved, where it was. */
  phone?: { sealed: Uint8Array; index: string; verifiedAt: string | undefined };
  /** When a code proved that the number is the player's (C28). */
  phoneVerifiedAt?: Date;
}

interface Assignments {
  set: Record<string, unknown>;
  remove: string[];
}

/** A number that was never proved takes away the proof of the one before. */
function phoneAssignments({ phone, phoneVerifiedAt }: AccountChange): Assignments {
  const verifiedAt = phone?.verifiedAt ?? phoneVerifiedAt?.toISOString();
  return {
    set: {
      ...(phone && { phone: phone.sealed, phoneIndex: phone.index }),
      ...(verifiedAt !== undefined && { phoneVerifiedAt: verifiedAt }),
    },
    remove: phone !== undefined && verifiedAt === undefined ? ['phoneVerifiedAt'] : [],
  };
}

function assignmentsOf(change: AccountChange): Assignments {
  const { withdrawalsHeldUntil, withdrawalsFrozenAt, keepsFreeze = false, email } = change;
  const phone = phoneAssignments(change);
  return {
    set: {
      ...(withdrawalsHeldUntil && { withdrawalsHeldUntil: withdrawalsHeldUntil.toISOString() }),
      ...(withdrawalsFrozenAt && { withdrawalsFrozenAt: withdrawalsFrozenAt.toISOString() }),
      ...(email && { email: email.sealed, emailIndex: email.index }),
      ...phone.set,
    },
    remove: [...(withdrawalsHeldUntil === undefined || keepsFreeze ? [] : ['withdrawalsFrozenAt']), ...phone.remove],
  };
}

/**
 * The write that makes sessions valid only from a moment, with whatever else changes. Its condition fails when the
 * account was closed, or when its sessions were ended since `validFromMax` was read. Needs `TABLE_PLAYERS`.
 */
export function securingAccount(
  playerId: string,
  { validFrom, validFromMax, change = {} }: { validFrom: string; validFromMax: string; change?: AccountChange },
): Write {
  const { set, remove } = assignmentsOf(change);
  const devices = change.forgetsDevices ? { devicesValidFrom: validFrom } : {};
  const assigned: Record<string, unknown> = { sessionsValidFrom: validFrom, ...devices, ...set };
  const names = Object.keys(assigned);
  return {
    Update: {
      TableName: setting('TABLE_PLAYERS'),
      Key: { pk: playerId, sk: 'account' },
      UpdateExpression:
        `SET ${names.map((name) => `${name} = :${name}`).join(', ')}` +
        (remove.length === 0 ? '' : ` REMOVE ${remove.join(', ')}`),
      ConditionExpression: '#state <> :closed AND sessionsValidFrom <= :validFromMax',
      ExpressionAttributeNames: { '#state': 'state' },
      ExpressionAttributeValues: {
        ':closed': 'closed',
        ':validFromMax': validFromMax,
        ...Object.fromEntries(names.map((name) => [`:${name}`, assigned[name]])),
      },
    },
  };
}
