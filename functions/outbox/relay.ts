// Stream of the outbox table
import { streamHandler, type StreamHandler } from '#functions/edge/queue.ts';
import { announcementOf } from '#stores/outbox-stream.ts';
import { openOutbox } from '#stores/outbox.ts';
import { openFollowerQueues, passOn, type PassOnStores } from './pass-on.ts';

/** Passes every committed event on, as soon as it is committed. */
export function relay(stores: PassOnStores): StreamHandler {
  return streamHandler(async (record, { now }) => {
    const announcement = announcementOf(record);
    if (announcement !== undefined) await passOn(stores, announcement, now);
  });
}

export const handler = relay({ outbox: openOutbox(), queues: openFollowerQueues() });
