import { jurisdictionOf } from '#catalogue/jurisdictions/index.ts';
import { supportAddress } from '#domain/notification/contact.ts';
import type { EventType } from '#domain/notification/event-type.ts';
import type { Letter } from '#domain/notification/letter.ts';
import { requestCompleted } from '#domain/notification/letters/request-completed.ts';
import { requestConfirmationAsked } from '#domain/notification/letters/request-confirmation-asked.ts';
import { requestDenied } from '#domain/notification/letters/request-denied.ts';
import { requestDuplicate } from '#domain/notification/letters/request-duplicate.ts';
import { requestExpired } from '#domain/notification/letters/request-expired.ts';
import { requestExtended } from '#domain/notification/letters/request-extended.ts';
import { requestReceived } from '#domain/notification/letters/request-received.ts';
import { readDenialWords } from '#domain/request/denial-words.ts';
import { confirmableUntil } from '#domain/request/receipt.ts';
import type { DataRequest } from '#domain/request/request.ts';
import { completionWords, denialWords, extensionWords, typeWords } from '#domain/request/request-words.ts';
import type { Requests } from '#stores/requests.ts';
import { unsealField } from '#stores/sealing.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Addressee, AddresseeStores } from './addressee.ts';
import { composeToPlayer, type WriteToPlayer } from './compose-account.ts';
import { momentFor } from './compose-recovery.ts';
import type { Compose } from './composition.ts';

/** The stores that mails about requests use. */
export interface RequestMailStores extends AddresseeStores {
  requests: Pick<Requests, 'find'>;
}

/** Events about a request of a person. */
type RequestEventType = Extract<EventType, `request-${string}`>;

type WriteAboutRequest = (request: DataRequest, addressee: Addressee, now: Date) => Promise<Letter> | Letter;

/** The mails about requests. A request that is gone, because its account was closed, is not written about. */
export function requestComposers(stores: RequestMailStores): Readonly<Record<RequestEventType, Compose>> {
  const writing = (compose: WriteAboutRequest): Compose => {
    const write: WriteToPlayer = async ({ recordId }, addressee, now) => {
      const request = await stores.requests.find(recordId ?? '');
      return request && compose(request, addressee, now);
    };
    return (event, now) => composeToPlayer(stores, { event, write }, now);
  };
  return {
    'request-received': writing((request, addressee) =>
      requestReceived(addressee.language, { ...shared(request, addressee), ...dueOf(request, addressee) }),
    ),
    'request-duplicate': writing(async (request, addressee) => {
      const primary = (await stores.requests.find(request.primaryId ?? '')) ?? request;
      return requestDuplicate(addressee.language, { ...shared(primary, addressee), ...dueOf(primary, addressee) });
    }),
    'request-confirmation-asked': writing((request, addressee) =>
      requestConfirmationAsked(addressee.language, {
        ...shared(request, addressee),
        ...dueOf(request, addressee),
        confirmBy: momentFor(addressee, confirmableUntil(request)),
      }),
    ),
    'request-expired': writing((request, addressee) => requestExpired(addressee.language, shared(request, addressee))),
    'request-extended': writing((request, addressee) =>
      requestExtended(addressee.language, {
        ...shared(request, addressee),
        ...dueOf(request, addressee),
        reason: extensionWords[request.extension?.reason ?? 'complex-request'][addressee.language],
      }),
    ),
    'request-denied': writing((request, addressee, now) => writeDenied(stores, { request, addressee }, now)),
    'request-completed': writing((request, addressee) => {
      if (request.completion === undefined) throw new Error('A completed request says not what was done');
      const done = completionWords[request.completion][addressee.language];
      return requestCompleted(addressee.language, { ...shared(request, addressee), done });
    }),
  };
}

const shared = ({ type, requestId }: DataRequest, { language, addressName }: Addressee) => ({
  addressName,
  asked: typeWords[type][language],
  requestId,
  contact: supportAddress(regionSettings().mailDomain),
});

const dueOf = ({ dueAt }: DataRequest, addressee: Addressee) => ({ dueAt: momentFor(addressee, new Date(dueAt)) });

async function writeDenied(
  { keys }: RequestMailStores,
  { request, addressee }: { request: DataRequest; addressee: Addressee },
  now: Date,
): Promise<Letter> {
  const { playerId, requestId, denialReason, denialWords: sealed } = request;
  if (denialReason === undefined || sealed === undefined) throw new Error('A refused request has no reason');
  const key = await keys.open(playerId, 'support', now);
  const { law, words } = readDenialWords(
    unsealField(key, { field: 'requestDenialWords', recordId: requestId }, sealed),
  );
  const { name, website } = jurisdictionOf(request.jurisdiction).regulator.value;
  const { language } = addressee;
  return requestDenied(language, {
    ...shared(request, addressee),
    reason: denialWords[denialReason][language],
    ...(words === undefined ? {} : { words: words[language] }),
    law,
    regulator: name,
    regulatorWebsite: website,
  });
}
