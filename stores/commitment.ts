import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AuditEntry, DomainEvent } from '#domain/decision.ts';

/** One conditional write of a transaction, as the document client takes it. */
export type Write = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Who acts: a visitor, a player on their own account, a member of staff, a payment processor, or the platform itself. */
export interface Actor {
  kind: 'visitor' | 'player' | 'staff' | 'processor' | 'platform';
  /** Opaque id; absent for visitors. */
  id?: string;
  /** Id of the request or the queue message that caused the change. */
  requestId: string;
}

/** A decided command on its way into the tables. */
export interface Commitment {
  writes: readonly Write[];
  audit: readonly AuditEntry[];
  events?: readonly DomainEvent[];
  actor: Actor;
  now: Date;
  /** Same for every retry of one command (36 characters at most), so that a lost answer is not a second effect. */
  token?: string;
}
