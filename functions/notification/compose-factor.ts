import { supportAddress } from '#domain/notification/contact.ts';
import { isFactorMethod } from '#domain/session/second-factor.ts';
import { secondFactorChanged } from '#domain/notification/letters/second-factor-changed.ts';
import { regionSettings } from '#stores/settings.ts';
import type { WriteToPlayer } from './compose-account.ts';
import { momentFor } from './compose-recovery.ts';

/** The mail about a second factor that was turned on or off. */
export const writeSecondFactorChanged: WriteToPlayer = async ({ context, occurredAt }, addressee) => {
  const { method = '', change } = context;
  if (!isFactorMethod(method)) throw new Error('An event about a second factor names no method that there is');
  return secondFactorChanged(addressee.language, {
    addressName: addressee.addressName,
    method,
    isOn: change === 'on',
    changedAt: momentFor(addressee, new Date(occurredAt)),
    contact: supportAddress(regionSettings().mailDomain),
  });
};
