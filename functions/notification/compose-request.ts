import { jurisdictionFactsOf } from '#domain/notification/jurisdiction-facts.ts';
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

/** Words about requests: few mails need them, so that they are loaded with the first. */
const loadWords = () => import('#domain/request/request-words.ts');

/** A request with the words about it, and who is told. */
interface Told {
  request: DataRequest;
  addressee: Addressee;
  words: Awaited<ReturnType<typeof loadWords>>;
  now: Date;
}

type WriteAboutRequest = (told: Told) => Promise<Letter> | Letter;

/** The mails about requests. A request that is gone, because its account was closed, is not written about. */
export function requestComposers(stores: RequestMailStores): Readonly<Record<RequestEventType, Compose>> {
  const writing = (compose: WriteAboutRequest): Compose => {
    const write: WriteToPlayer = async ({ recordId }, addressee, now) => {
      const request = await stores.requests.find(recordId ?? '');
      return request && compose({ request, addressee, words: await loadWords(), now });
    };
    return (event, now) => composeToPlayer(stores, { event, write }, now);
  };
  return {
    'request-received': writing((told) =>
      requestReceived(told.addressee.language, { ...shared(told), ...dueOf(told) }),
    ),
    'request-duplicate': writing(async (told) => {
      const primary = await stores.requests.find(told.request.primaryId ?? '');
      const about = { ...told, request: primary ?? told.request };
      return requestDuplicate(told.addressee.language, { ...shared(about), ...dueOf(about) });
    }),
    'request-confirmation-asked': writing((told) => {
      const confirmBy = momentFor(told.addressee, confirmableUntil(told.request));
      return requestConfirmationAsked(told.addressee.language, { ...shared(told), ...dueOf(told), confirmBy });
    }),
    'request-expired': writing((told) => requestExpired(told.addressee.language, shared(told))),
    'request-extended': writing((told) => {
      const { language } = told.addressee;
      const reason = told.words.extensionWords[told.request.extension?.reason ?? 'complex-request'][language];
      return requestExtended(language, { ...shared(told), ...dueOf(told), reason });
    }),
    'request-denied': writing((told) => writeDenied(stores, told)),
    'request-completed': writing((told) => {
      if (told.request.completion === undefined) throw new Error('A completed request says not what was done');
      const { language } = told.addressee;
      const done = told.words.completionWords[told.request.completion][language];
      return requestCompleted(language, { ...shared(told), done });
    }),
  };
}

const shared = ({ request: { type, requestId }, addressee: { language, addressName }, words }: Told) => ({
  addressName,
  asked: words.typeWords[type][language],
  requestId,
  contact: supportAddress(regionSettings().mailDomain),
});

const dueOf = ({ request: { dueAt }, addressee }: Told) => ({ dueAt: momentFor(addressee, new Date(dueAt)) });

async function writeDenied({ keys }: RequestMailStores, told: Told): Promise<Letter> {
  const { playerId, requestId: recordId, jurisdiction, denialReason, denialWords: sealed } = told.request;
  if (denialReason === undefined || sealed === undefined) throw new Error('A refused request has no reason');
  const key = await keys.open(playerId, 'support', told.now);
  const { law, words } = readDenialWords(unsealField(key, { field: 'requestDenialWords', recordId }, sealed));
  const { name, website } = jurisdictionFactsOf(jurisdiction).regulator;
  const { language } = told.addressee;
  return requestDenied(language, {
    ...shared(told),
    reason: told.words.denialWords[denialReason][language],
    ...(words === undefined ? {} : { words: words[language] }),
    law,
    regulator: name,
    regulatorWebsite: website,
  });
}
