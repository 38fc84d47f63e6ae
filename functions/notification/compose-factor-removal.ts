import { supportAddress } from '#domain/notification/contact.ts';
import { factorRemovalOpened } from '#domain/notification/letters/factor-removal-opened.ts';
import { secondFactorsRemoved } from '#domain/notification/letters/second-factors-removed.ts';
import { endOfRecovery } from '#domain/recovery/periods.ts';
import { isRemovalOpen, removalMoment } from '#domain/session/factor-removal.ts';
import type { FactorRemovals } from '#stores/factor-removals.ts';
import { regionSettings } from '#stores/settings.ts';
import type { Tokens } from '#stores/tokens.ts';
import { findAddressee, type AddresseeStores } from './addressee.ts';
import type { WriteToPlayer } from './compose-account.ts';
import { momentFor } from './compose-recovery.ts';
import type { Compose } from './composition.ts';

/** The stores that mails about removals of second factors use. */
export interface FactorRemovalMailStores extends AddresseeStores {
  factorRemovals: Pick<FactorRemovals, 'find'>;
  tokens: Pick<Tokens, 'mint'>;
}

/** Says that a removal was opened, with the link that stops it; nothing once it has ended. */
export function composeFactorRemovalOpened(stores: FactorRemovalMailStores): Compose {
  return async ({ subjectId: playerId, recordId, type }, now) => {
    const addressee = await findAddressee(stores, { playerId, type }, now);
    const removal = addressee && (await stores.factorRemovals.find(playerId, now));
    if (addressee === undefined || removal === undefined) return undefined;
    const { removalId, request } = removal;
    if (removalId !== recordId || !isRemovalOpen(removal, now)) return undefined;
    const { language, email: to, addressName } = addressee;
    const purpose = 'factor-removal-stop';
    const ends = removalMoment('life', request);
    const grant = { purpose, recordId: removalId, context: { playerId } } as const;
    const { token, write } = stores.tokens.mint({ ...grant, endsAtSeconds: Math.floor(ends.getTime() / 1000) });
    const { webOrigin, mailDomain } = regionSettings();
    const letter = factorRemovalOpened(language, {
      addressName,
      openedAt: momentFor(addressee, new Date(request.openedAt)),
      earliestAt: momentFor(addressee, removalMoment('objection', request)),
      link: `${webOrigin}/${purpose}#${token}`,
      endsAt: momentFor(addressee, ends),
      contact: supportAddress(mailDomain),
    });
    return { subjectId: playerId, to, letter, writes: [write] };
  };
}

/** The mail of second factors that staff removed. */
export const writeSecondFactorsRemoved: WriteToPlayer = async ({ occurredAt }, addressee) => {
  const { account, language, addressName } = addressee;
  const removedAt = new Date(occurredAt);
  const heldUntil = account.withdrawalsHeldUntil ?? endOfRecovery('withdrawalHold', removedAt);
  return secondFactorsRemoved(language, {
    addressName,
    removedAt: momentFor(addressee, removedAt),
    heldUntil: momentFor(addressee, new Date(heldUntil)),
    contact: supportAddress(regionSettings().mailDomain),
  });
};
