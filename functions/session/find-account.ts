import type { FactorMethod } from '#domain/session/second-factor.ts';
import type { AttemptNames, Attempts, SeenAttempts } from '#stores/attempts.ts';
import type { Credential, Credentials } from '#stores/credentials.ts';
import type { Devices } from '#stores/devices.ts';
import type { FactorMethods } from '#stores/factor-methods.ts';
import type { SubjectKeys } from '#stores/keys.ts';
import type { PolicyAnswers } from '#stores/policies/answers.ts';
import type { Lookups } from '#stores/lookups.ts';
import { decoyHash, verifyPassword } from '#stores/password-hash.ts';
import { nothingToRead, readTogether } from '#stores/reads.ts';
import { deviceNames, loginCounter, strangerNames } from './login-attempts.ts';
import type { SeenLogin } from './record-login.ts';

/** The stores that finding an account by address uses. */
export interface FindAccountStores {
  answers: Pick<PolicyAnswers, 'findingDue'>;
  attempts: Pick<Attempts, 'finding'>;
  credentials: Pick<Credentials, 'finding'>;
  devices: Pick<Devices, 'hashOf' | 'finding'>;
  keys: Pick<SubjectKeys, 'finding'>;
  lookups: Pick<Lookups, 'finding'>;
  secondFactors: Pick<FactorMethods, 'finding'>;
}

/** From where somebody tries to log in, and to what. */
export interface LoginSource {
  emailIndex: string;
  /** The network that it comes from, as attempts name it. */
  network: string;
  /** The secret by which the device names itself, if it does. */
  deviceId: string | undefined;
}

/** What an address has: nothing when nobody knows it; and what a login counts towards. */
export interface FoundAccount {
  playerId: string | undefined;
  credential: Credential | undefined;
  /** The second factors that are on. */
  methods: readonly FactorMethod[];
  counter: { names: AttemptNames; seen: SeenAttempts };
  /** What recording the login looks at. */
  seen: SeenLogin;
}

/** An account whose password was right. */
export interface ProvenAccount {
  playerId: string;
  /** As read, for the condition of what is committed next. */
  credential: Credential;
}

/** The id that reads are made with where there is no account: no player has it, since it is shorter than every id. */
export const idOfNobody = 'unknown';

/**
 * Finds what an address has, in two reads. An unknown one reads the rows of an id that cannot exist, and what is read hangs
 * on the request alone: known and unknown addresses make the same calls.
 */
export async function findAccount(
  stores: FindAccountStores,
  { emailIndex, network, deviceId }: LoginSource,
  now: Date,
): Promise<FoundAccount> {
  const { answers, attempts, credentials, devices, keys, lookups, secondFactors } = stores;
  const ofStrangers = strangerNames(emailIndex, network);
  const [playerId, strangersSeen] = await readTogether(
    lookups.finding('email', emailIndex),
    attempts.finding(ofStrangers, now),
  );
  const ownerId = playerId ?? idOfNobody;
  const deviceHash = deviceId && devices.hashOf(ownerId, deviceId);
  const ofDevice = deviceNames(deviceHash);
  const [credential, methods, device, key, deviceSeen, policyToAcknowledge] = await readTogether(
    credentials.finding(ownerId),
    secondFactors.finding(ownerId),
    deviceHash === undefined ? nothingToRead : devices.finding(ownerId, deviceHash, now),
    keys.finding(ownerId, 'activity'),
    attempts.finding(ofDevice, now),
    answers.findingDue(ownerId),
  );
  const counters = {
    ofStrangers: { names: ofStrangers, seen: strangersSeen },
    ofDevice: { names: ofDevice, seen: deviceSeen },
  };
  const counter = loginCounter({ credential, device }, counters);
  return { playerId, credential, methods, counter, seen: { key, device, policyToAcknowledge } };
}

/** Checks the password of whoever was found; an unknown address checks against a hash that nothing matches. */
export async function proveAccount(
  { playerId, credential }: Pick<FoundAccount, 'playerId' | 'credential'>,
  password: string,
): Promise<ProvenAccount | undefined> {
  const proven = await verifyPassword(password, credential?.passwordHash ?? decoyHash);
  return proven && playerId !== undefined && credential !== undefined ? { playerId, credential } : undefined;
}
