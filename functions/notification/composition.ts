import type { Letter } from '#domain/notification/letter.ts';
import type { TextMessageBody } from '#domain/notification/text-messages.ts';
import type { AnnouncedEvent } from '#stores/outbox.ts';
import type { Write } from '#stores/commitment.ts';

interface Addressed {
  /** The person written to: a player, or a registration that may become one. */
  subjectId: string;
  /** Their address or number, in the clear. */
  to: string;
  /** What must be committed with the lease, such as the hash of a single-use token. */
  writes: readonly Write[];
}

/** A text message that is ready to leave. */
export interface TextComposition extends Addressed {
  text: TextMessageBody;
  /** After so long it is worth nothing to its reader. */
  lifeSeconds: number;
}

/** A mail that is ready to leave. */
export interface MailComposition extends Addressed {
  letter: Letter;
  /** What a mail of the class `marketing` cannot leave without; made where the consent was read. */
  marketing?: { oneClickAddress: string };
}

/** A message that is ready to leave. Holds a personal value: it never leaves the process other than as what it is. */
export type Composition = MailComposition | TextComposition;

/** Composes the message that an event leads to; undefined when there is nobody to write to any more. */
export type Compose = (event: AnnouncedEvent, now: Date) => Promise<Composition | undefined>;

/**
 * Names the one recipient of an event, for the lease. A request to resend is about an address whose registrations come
 * and go, so its recipient has no id of its own.
 */
export const recipientOf = ({ type, subjectId }: AnnouncedEvent): string =>
  type === 'verification-resend-requested' ? 'registrant' : subjectId;
