import type { FactorMethod } from '#domain/session/second-factor.ts';
import { secondFactorChanged } from '#domain/session/factor-change.ts';
import type { AccountChange } from '#stores/account-changes.ts';
import type { Actor, Write } from '#stores/commitment.ts';
import { afterLogins, type Credential, type Credentials } from '#stores/credentials.ts';
import type { FactorMethods } from '#stores/factor-methods.ts';
import type { Ledger } from '#stores/ledger.ts';
import { renewingRecoveryCodes } from '#stores/recovery-codes.ts';
import type { SessionRevocations, StandingSession } from '#stores/session-revocations.ts';

/** The stores that a change of second factors uses. */
export interface ChangeFactorStores {
  credentials: Pick<Credentials, 'find' | 'factorsChanging'>;
  ledger: Ledger;
  revocations: Pick<SessionRevocations, 'standing' | 'others' | 'endingOthers'>;
  secondFactors: FactorMethods;
}

/** What a change of second factors rests on; read it before anything is decided. */
export interface FactorGround {
  kept: StandingSession;
  /** As read: the change loses to any other since, and to a login. */
  credential: Credential;
  methods: readonly FactorMethod[];
}

/** A change of second factors that is decided. */
export interface FactorChange {
  method: FactorMethod;
  change: 'on' | 'off';
  writes: readonly Write[];
  /** What else changes of the account. */
  account?: AccountChange;
}

/** Reads what a change rests on; undefined when the session or the account has ended meanwhile. */
export async function factorGround(
  { revocations, credentials, secondFactors }: ChangeFactorStores,
  caller: { playerId: string; sessionId: string },
): Promise<FactorGround | undefined> {
  const kept = await revocations.standing(caller);
  const credential = kept && (await credentials.find(caller.playerId));
  if (kept === undefined || credential === undefined) return;
  return { kept, credential, methods: await secondFactors.methodsOf(caller.playerId) };
}

/** Commits a change: logins under way lose to it, every other session ends, and the owner is told (ASVS 5.0, 6.3.7 and 7.4.3). */
export async function commitFactorChange(
  { credentials, ledger, revocations }: ChangeFactorStores,
  { ground: { kept, credential }, ...changed }: FactorChange & { ground: FactorGround },
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  const { playerId } = kept;
  const otherIds = await revocations.others(kept);
  const writes = [
    credentials.factorsChanging(playerId, credential),
    ...revocations.endingOthers(kept, { otherIds, change: changed.account ?? {} }, afterLogins(credential, now)),
    ...changed.writes,
  ];
  await ledger.commit({ writes, ...secondFactorChanged(playerId, changed), actor, now });
}

/** Recovery codes for whoever turns a first factor on: without them a lost phone is a lost account. */
export function firstRecoveryCodes(
  { kept, methods }: FactorGround,
  now: Date,
): { writes: readonly Write[]; recoveryCodes?: string[] } {
  if (methods.length > 0) return { writes: [] };
  const { codes, write } = renewingRecoveryCodes(kept.playerId, now);
  return { writes: [write], recoveryCodes: codes };
}
