import { calendarDateIn } from '#catalogue/jurisdictions/age.ts';
import type { AuditEntry, ChangeRecord } from '#domain/decision.ts';
import type { DocumentRecord } from './document.ts';
import type { Review } from './review.ts';

/**
 * What happens because of the date on an identity document: two reminders, and the end of the approval. A date that is
 * far away is only looked at again, so that nothing on the list outlives an account by more than a year.
 */
export const expirySteps = ['reminder-30', 'reminder-7', 'expiry', 'look-again'] as const;

/** What happens because of the date on an identity document. */
export type ExpiryStep = (typeof expirySteps)[number];

/** One entry of the due list: `detail` is what `readKycExpiryDetail` reads. */
export interface KycExpiryDue {
  at: Date;
  detail: string;
}

/** What an entry of the due list is about. */
export interface KycExpiry {
  step: ExpiryStep;
  /** ISO 8601 date on the document when the entry was made. */
  documentExpiresOn: string;
}

const dayMilliseconds = 86_400_000;
const minuteMilliseconds = 60_000;
/** Reminders are sent in the morning, not at midnight. */
const reminderHours = 9;
/** How far ahead steps are listed. */
const listedDays = 365;
/** No zone is further from UTC than this. */
const zoneOffsetHoursMax = 15;

/** The first minute of a calendar date (ISO 8601) in a time zone (IANA name), whatever the clocks do there that day. */
function dayStartsAt(date: string, timeZone: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`) / minuteMilliseconds;
  let [before, from] = [midnight - zoneOffsetHoursMax * 60, midnight + zoneOffsetHoursMax * 60];
  while (from - before > 1) {
    const middle = Math.floor((before + from) / 2);
    if (calendarDateIn(timeZone, new Date(middle * minuteMilliseconds)) < date) before = middle;
    else from = middle;
  }
  return from * minuteMilliseconds;
}

function dayOf(date: string, daysLater: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + daysLater * dayMilliseconds).toISOString().slice(0, 10);
}

/** When a document ceases to count: at the end of its last day in the time zone (IANA name) of the jurisdiction. */
export const documentEndsAt = (documentExpiresOn: string, timeZone: string): Date =>
  new Date(dayStartsAt(dayOf(documentExpiresOn, 1), timeZone));

/**
 * The entries of the due list for an approval. Reminders whose moment has passed are left out; an expiry that has
 * passed is due at once. A document without a date never expires.
 * @param since from when moments count: that of the approval, or the one at which an earlier entry was due
 */
export function kycExpiryDues(approval: {
  documentExpiresOn: string | undefined;
  timeZone: string;
  since: Date;
}): KycExpiryDue[] {
  const { documentExpiresOn, timeZone, since } = approval;
  if (documentExpiresOn === undefined) return [];
  const due = (step: ExpiryStep, milliseconds: number) => ({
    at: new Date(milliseconds),
    detail: `${step}#${documentExpiresOn}`,
  });
  const reminder = (days: 30 | 7) =>
    due(
      `reminder-${days}`,
      dayStartsAt(dayOf(documentExpiresOn, -days), timeZone) + reminderHours * 60 * minuteMilliseconds,
    );
  const endsAt = documentEndsAt(documentExpiresOn, timeZone).getTime();
  const steps = [
    ...[reminder(30), reminder(7)].filter(({ at }) => at > since),
    due('expiry', Math.max(endsAt, since.getTime())),
  ];
  const listedUntil = since.getTime() + listedDays * dayMilliseconds;
  const near = steps.filter(({ at }) => at.getTime() <= listedUntil);
  return near.length === steps.length ? near : [...near, due('look-again', listedUntil)];
}

/** Reads the detail of an entry. Throws when it is none of ours. */
export function readKycExpiryDetail(detail: string): KycExpiry {
  const [named, documentExpiresOn = ''] = detail.split('#');
  const step = expirySteps.find((known) => known === named);
  if (step === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(documentExpiresOn))
    throw new Error('A due entry that is about no document');
  return { step, documentExpiresOn };
}

/** Whether an entry is about the approval in force: a document that was renewed meanwhile has another date. */
export const isOfApproval = (review: Review | undefined, { documentExpiresOn }: KycExpiry): review is Review =>
  review?.approval?.documentExpiresOn === documentExpiresOn;

/** The review whose approval has ended. One that waits for a decision about a newer document goes on waiting. */
export function reviewWithoutApproval(review: Review): Review {
  const { approval: _approval, ...kept } = review;
  return { ...kept, version: review.version + 1, state: review.state === 'approved' ? 'expired' : review.state };
}

/** What is written down and told when a reminder is due. */
export function expiryReminded(playerId: string, { step, documentExpiresOn }: KycExpiry): ChangeRecord {
  return {
    audit: [{ ...aboutReview(playerId), action: 'document-expiry-reminded', context: { step } }],
    events: [{ type: 'document-expiring', subjectId: playerId, context: { step, documentExpiresOn } }],
  };
}

/** What is written down and told when documents ran out. */
export function approvalExpired(
  playerId: string,
  { documentExpiresOn }: KycExpiry,
  documents: readonly Pick<DocumentRecord, 'documentId'>[],
): ChangeRecord {
  const ofDocuments = documents.map(({ documentId }): AuditEntry => ({
    action: 'document-expired',
    noun: 'document',
    nounId: documentId,
    subjectId: playerId,
  }));
  return {
    audit: [{ ...aboutReview(playerId), action: 'approval-expired' }, ...ofDocuments],
    events: [{ type: 'document-expired', subjectId: playerId, context: { documentExpiresOn } }],
  };
}

const aboutReview = (playerId: string) => ({ noun: 'review', nounId: playerId, subjectId: playerId });
