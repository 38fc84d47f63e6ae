// POST /v1/players
import { refused } from '#domain/decision.ts';
import { refuseRegistration, registrationStarted } from '#domain/player/registration.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openAttempts, type Attempts } from '#stores/attempts.ts';
import { openBlindIndex, type BlindIndex } from '#stores/blind-index.ts';
import type { Commitment } from '#stores/commitment.ts';
import { openDueList, type DueList } from '#stores/due-list.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { countingRegistrationMail } from '#stores/mail-allowance.ts';
import { openNetworkNames, type NetworkNames } from '#stores/network-name.ts';
import { hashPassword } from '#stores/password-hash.ts';
import { isBreachedPassword } from '#stores/passwords/breached.ts';
import { openRegistrations, registrationSeconds, type Registrations } from '#stores/registrations.ts';
import { noticeHashes } from '#stores/settings.ts';
import { registerContract } from './contract.ts';
import { registrationLawOf } from './law.ts';

/** The stores a registration uses. */
export interface RegisterStores {
  attempts: Attempts;
  dueList: DueList;
  emails: BlindIndex;
  phones: BlindIndex;
  keys: SubjectKeys;
  ledger: Ledger;
  networks: NetworkNames;
  registrations: Registrations;
}

/**
 * Starts a registration. Every address takes the same path: whether it is known is looked at only when the mail is
 * written, where nobody but its owner can see the difference.
 */
export function register(stores: RegisterStores): HttpHandler {
  return publicHttp(registerContract, async ({ command: { body }, viewer, now, actor }) => {
    const command = { ...body, transferConsent: body.transferConsent === true };
    const circumstances = {
      law: registrationLawOf(body.jurisdiction, now),
      currentNoticeHash: noticeHashes()[body.jurisdiction]?.[body.language],
      isBreached: await isBreachedPassword(body.password),
    };
    const refusal = refuseRegistration(command, circumstances);
    if (refusal !== undefined) return refusal;
    const network = `registration#network#${await stores.networks.nameOf(viewer.address)}`;
    const attempt = await stores.attempts.reserveAll({ secrets: [], network }, now);
    if (attempt.outcome === 'blocked') return refused('too-many-attempts', attempt);

    const registrationId = newId();
    const endsAtSeconds = Math.floor(now.getTime() / 1000) + registrationSeconds;
    const [emailIndex, phoneIndex, identity, contact, passwordHash] = await Promise.all([
      stores.emails.valueOf(body.email),
      stores.phones.valueOf(body.phone),
      stores.keys.create(registrationId, 'identity', { endsAtSeconds }),
      stores.keys.create(registrationId, 'contact', { endsAtSeconds }),
      hashPassword(body.password),
    ]);
    const starting = stores.registrations.starting(
      { ...command, registrationId, emailIndex, phoneIndex, passwordHash },
      body,
      { identity: identity.key, contact: contact.key, now },
    );
    const endsAt = new Date(endsAtSeconds * 1000);
    const due = (['identity', 'contact'] as const).map((keyClass) =>
      stores.dueList.adding('key-end', endsAt, { subjectId: registrationId, detail: keyClass }),
    );
    const counting = stores.attempts.countingFrom(network, now);
    const writes = [starting, identity.write, contact.write, ...due, counting];
    const record = registrationStarted(registrationId, emailIndex);
    await commitWithinAllowance(stores.ledger, { writes, ...record, actor, now }, emailIndex);
    return answer(202, { next: 'open-the-link-in-the-mail', endsAt: endsAt.toISOString() });
  });
}

/**
 * Commits and announces. When an address has had its mails of the day, the registration starts all the same and nobody
 * is written to: the answer tells neither, and nobody's mailbox can be flooded through ours.
 */
async function commitWithinAllowance(ledger: Ledger, commitment: Commitment, emailIndex: string): Promise<void> {
  const counting = countingRegistrationMail(emailIndex, commitment.now);
  try {
    await ledger.commit({ ...commitment, writes: [counting, ...commitment.writes] });
  } catch (error) {
    if (!(error instanceof Conflict && error.failedWrites.includes(0))) throw error;
    await ledger.commit({ ...commitment, events: [] });
  }
}

export const handler = register({
  attempts: openAttempts(),
  dueList: openDueList(),
  emails: openBlindIndex('email'),
  phones: openBlindIndex('phone'),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  networks: openNetworkNames(openBlindIndex('email')),
  registrations: openRegistrations(),
});
