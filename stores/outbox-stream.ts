import * as z from 'zod';
import { eventTypes } from '#domain/notification/event-type.ts';
import type { Announcement } from './outbox.ts';

/** A row of the outbox as the stream shows it, stripped to what the relay passes on. */
const insertedRowSchema = z.object({
  eventName: z.literal('INSERT'),
  dynamodb: z.object({
    NewImage: z.object({
      pk: z.object({ S: z.string() }),
      type: z.object({ S: z.enum(eventTypes) }),
      subjectId: z.object({ S: z.string() }),
    }),
  }),
});

/**
 * The event that a stream record of the outbox announces; undefined for records of marked and removed rows. Throws for
 * an insert that is no event of ours: it must not disappear.
 */
export function announcementOf(record: { eventName?: string | undefined }): Announcement | undefined {
  if (record.eventName !== 'INSERT') return undefined;
  const { NewImage } = insertedRowSchema.parse(record).dynamodb;
  return { eventId: NewImage.pk.S, type: NewImage.type.S, subjectId: NewImage.subjectId.S };
}
