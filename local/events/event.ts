import { randomUUID } from 'node:crypto';
import { localAccount } from '#local/identity.ts';
import type { Members } from '#local/json-members.ts';

/** An event as EventBridge hands it to targets. */
export interface CloudEvent {
  version: '0';
  id: string;
  'detail-type': string;
  source: string;
  account: string;
  /** RFC 3339 in UTC, whole seconds. */
  time: string;
  region: string;
  resources: string[];
  detail: Members;
}

/** What a service says when it puts an event on the bus; the bus adds the rest. */
export interface EventDraft {
  source: string;
  detailType: string;
  detail: Members;
  resources?: string[];
}

/** RFC 3339 in UTC without a fraction, as EventBridge writes times. */
export function wholeSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Completes a draft into an event of `region` at the cloud's time `nowMs`. */
export function completeEvent(draft: EventDraft, context: { nowMs: number; region: string }): CloudEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': draft.detailType,
    source: draft.source,
    account: localAccount,
    time: wholeSeconds(context.nowMs),
    region: context.region,
    resources: draft.resources ?? [],
    detail: draft.detail,
  };
}
