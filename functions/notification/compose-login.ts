import { deviceText, placeText } from '#domain/notification/device-words.ts';
import { supportAddress } from '#domain/notification/contact.ts';
import { loginDenied } from '#domain/notification/letters/login-denied.ts';
import { newDeviceLogin } from '#domain/notification/letters/new-device-login.ts';
import { momentText } from '#domain/notification/moment-text.ts';
import { endSecondsOfLogin } from '#domain/session/login-times.ts';
import { KeyEnded } from '#stores/failures.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { LoginDetails, Logins } from '#stores/logins.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';
import { findAddressee, type AddresseeStores } from './addressee.ts';
import { momentFor } from './compose-recovery.ts';
import type { Compose } from './composition.ts';
import { mintReset } from './mint-reset.ts';

/** The stores that mails about logins use. */
export interface LoginMailStores extends AddresseeStores {
  keys: Pick<SubjectKeys, 'open'>;
  logins: Pick<Logins, 'find'>;
  tokens: Pick<Tokens, 'mint'>;
}

type Place = Pick<LoginDetails, 'loginId' | 'loggedInAt'> & { playerId: string };

/** A login that has ended, with its key or by its time, is told to nobody any more. */
async function findLogin({ keys, logins }: LoginMailStores, { playerId, ...place }: Place, now: Date) {
  try {
    return await logins.find(await keys.open(playerId, 'activity', now), place, now);
  } catch (error) {
    if (error instanceof KeyEnded) return undefined;
    throw error;
  }
}

/** Says that an unknown device logged in, with the link that denies it. */
function composeNewDeviceLogin(stores: LoginMailStores): Compose {
  return async ({ subjectId: playerId, recordId: loginId = '', occurredAt, type }, now) => {
    const addressee = await findAddressee(stores, { playerId, type }, now);
    const login = addressee && (await findLogin(stores, { playerId, loginId, loggedInAt: occurredAt }, now));
    if (addressee === undefined || login === undefined) return undefined;
    const { language, email: to, addressName } = addressee;
    const endsAtSeconds = endSecondsOfLogin('denial', now);
    const grant = { purpose: 'login-denial', recordId: loginId, context: { playerId }, endsAtSeconds } as const;
    const { token, write } = stores.tokens.mint(grant);
    const at = new Date(occurredAt);
    const { webOrigin, mailDomain } = regionSettings();
    const letter = newDeviceLogin(language, {
      addressName,
      device: deviceText(login, language),
      place: placeText(login, language),
      loggedInAt: momentFor(addressee, at),
      loggedInAtUtc: momentText(at, 'UTC', language),
      link: `${webOrigin}/login-denial#${token}`,
      endsAt: momentFor(addressee, new Date(endsAtSeconds * 1000)),
      contact: supportAddress(mailDomain),
    });
    return { subjectId: playerId, to, letter, writes: [write] };
  };
}

/** Confirms that a login was denied, with the link to a new password. */
function composeLoginDenied(stores: LoginMailStores): Compose {
  return async ({ subjectId: playerId, occurredAt, type }, now) => {
    const addressee = await findAddressee(stores, { playerId, type }, now);
    if (addressee === undefined) return undefined;
    const { account, language, email: to, addressName } = addressee;
    const { link, endsAt, write } = mintReset(stores.tokens, account, now);
    const letter = loginDenied(language, {
      addressName,
      deniedAt: momentFor(addressee, new Date(occurredAt)),
      link,
      endsAt: momentFor(addressee, endsAt),
      contact: supportAddress(regionSettings().mailDomain),
    });
    return { subjectId: playerId, to, letter, writes: [write] };
  };
}

/** How the mails about logins are composed, by event. */
export const loginComposers = (stores: LoginMailStores) => ({
  'new-device-login': composeNewDeviceLogin(stores),
  'login-denied': composeLoginDenied(stores),
});
