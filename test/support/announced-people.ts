import { randomUUID } from 'node:crypto';
import type { DomainEvent } from '#domain/decision.ts';
import { registrationStarted } from '#domain/player/registration.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { newId } from '#stores/ids.ts';
import { openLedger } from '#stores/ledger.ts';
import { openLookups } from '#stores/lookups.ts';
import { openPlayers } from '#stores/players.ts';
import { openRegistrations, registrationSeconds } from '#stores/registrations.ts';

/** A registration as its POST leaves it, with its event announced. */
export interface StartedRegistration {
  registrationId: string;
  emailIndex: string;
  email: string;
  eventId: string;
}

/** What a test wants of a person. */
export interface Person {
  email?: string;
  emailIndex?: string;
  fullName?: string;
  language?: 'en' | 'id';
  jurisdiction?: string;
}

const actor = { kind: 'platform', requestId: 'test' } as const;
const keys = openSubjectKeys();
const ledger = openLedger();
const registrations = openRegistrations();

/** Commits events as a decision does; answers their ids. */
export async function announce(events: readonly DomainEvent[], now = new Date()): Promise<readonly string[]> {
  return (await ledger.commit({ writes: [], audit: [], events, actor, now })).eventIds;
}

/** Starts a registration and announces it. */
export async function startRegistration(person: Person = {}, now = new Date()): Promise<StartedRegistration> {
  const registrationId = newId();
  const email = person.email ?? `${registrationId}@example.com`;
  const emailIndex = person.emailIndex ?? `v1.${randomUUID()}`;
  const endsAtSeconds = Math.floor(now.getTime() / 1000) + registrationSeconds;
  const [identity, contact] = await Promise.all([
    keys.create(registrationId, 'identity', { endsAtSeconds }),
    keys.create(registrationId, 'contact', { endsAtSeconds }),
  ]);
  const starting = registrations.starting(
    {
      registrationId,
      emailIndex,
      phoneIndex: `v1.${randomUUID()}`,
      jurisdiction: person.jurisdiction ?? 'ID',
      language: person.language ?? 'en',
      noticeHash: '0'.repeat(64),
      transferConsent: false,
      passwordHash: 'hash',
    },
    { email, fullName: person.fullName ?? 'Siti Rahma', birthDate: '1990-01-01', phone: '+628111111111' },
    { identity: identity.key, contact: contact.key, now },
  );
  const { eventIds } = await ledger.commit({
    writes: [starting, identity.write, contact.write],
    ...registrationStarted(registrationId, emailIndex),
    actor,
    now,
  });
  return { registrationId, emailIndex, email, eventId: eventIds[0]! };
}

/** Turns a started registration into an account, as its verification does. */
export async function openAccount(started: StartedRegistration, now = new Date()): Promise<string> {
  const pending = await registrations.pending(started.emailIndex, now);
  const registration = pending.find(({ sk }) => sk === started.registrationId)!;
  const playerId = started.registrationId;
  const made = {
    accountNumber: registration.phone,
    accountNumberIndex: `v1.${randomUUID()}`,
    walletId: newId(),
    currency: 'IDR',
    now,
  };
  await ledger.commit({
    writes: [
      registrations.removing(registration, { mustExist: true }),
      ...openPlayers().opening(registration, made),
      openLookups().claiming('email', started.emailIndex, playerId),
      keys.keeping(playerId, 'identity', now),
      keys.keeping(playerId, 'contact', now),
    ],
    audit: [],
    actor,
    now,
  });
  return playerId;
}
