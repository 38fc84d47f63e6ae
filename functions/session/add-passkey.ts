// POST /v1/me/second-factors/passkeys
import { refused } from '#domain/decision.ts';
import { refuseAnother } from '#domain/session/passkey.ts';
import type { Command } from '#functions/edge/contract.ts';
import { answer } from '#functions/edge/contract.ts';
import { playerHttp, type HttpHandler } from '#functions/edge/http.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openFactorMethods } from '#stores/factor-methods.ts';
import { factorOccasion } from '#stores/factor-occasion.ts';
import { readFactorRows } from '#stores/factor-rows.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys, type SubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openPasskeyChallenges, type PasskeyChallenges } from '#stores/passkey-challenges.ts';
import { addingPasskey, passkeysIn } from '#stores/passkeys.ts';
import { sealField } from '#stores/sealing.ts';
import { openSessionRevocations } from '#stores/session-revocations.ts';
import { openSessions, type Sessions } from '#stores/sessions.ts';
import { verifyAttestation, type PublicCredential } from '#stores/webauthn.ts';
import { commitFactorChange, factorGround, firstRecoveryCodes, type ChangeFactorStores } from './change-factor.ts';
import { addPasskeyContract } from './passkey-contract.ts';

/** The stores that adding a passkey uses. */
export interface AddPasskeyStores extends ChangeFactorStores {
  challenges: Pick<PasskeyChallenges, 'find'>;
  keys: Pick<SubjectKeys, 'open'>;
  sessions: Sessions;
}

/** Adds a passkey that answers the challenge of this session, which is used up by that. */
export function addPasskey(stores: AddPasskeyStores): HttpHandler {
  return playerHttp(addPasskeyContract, stores, async ({ command: { body }, caller, now, actor }) => {
    const { playerId, sessionId } = caller;
    const ground = await factorGround(stores, caller);
    if (ground === undefined) return refused('authentication-required');
    const occasion = factorOccasion('passkey-registration', sessionId);
    const challenge = await stores.challenges.find({ playerId, occasion }, now);
    const made = challenge && (await verifyAttestation(body.passkey, challenge));
    if (challenge === undefined || made === undefined) return refused('passkey-refused');
    const present = passkeysIn(await readFactorRows(playerId));
    const refusal = refuseAnother(present, made.credentialId);
    if (refusal !== undefined) return refusal;

    const passkey = await sealPasskey(stores, { playerId, body, made }, now);
    const first = firstRecoveryCodes(ground, now);
    const writes = [challenge.using, addingPasskey(playerId, present, passkey), ...first.writes];
    await commitFactorChange(stores, { ground, method: 'passkey', change: 'on', writes }, { actor, now });
    return answer(201, { passkeyId: passkey.passkeyId, recoveryCodes: first.recoveryCodes });
  });
}

/** A passkey that proved itself, and what its owner says of it. */
interface ProvenPasskey {
  playerId: string;
  body: Command<typeof addPasskeyContract>['body'];
  made: PublicCredential & { signatureCount: number };
}

async function sealPasskey({ keys }: AddPasskeyStores, { playerId, body, made }: ProvenPasskey, now: Date) {
  const passkeyId = newId();
  const key = await keys.open(playerId, 'identity', now);
  return {
    passkeyId,
    credentialId: made.credentialId,
    publicKey: sealField(key, { field: 'passkeyPublicKey', recordId: passkeyId }, made.publicKey),
    signatureCount: made.signatureCount,
    transports: body.passkey.response.transports ?? [],
    name: sealField(key, { field: 'passkeyName', recordId: passkeyId }, body.name),
    createdAt: now.toISOString(),
  };
}

export const handler = addPasskey({
  challenges: openPasskeyChallenges(),
  credentials: openCredentials(),
  keys: openSubjectKeys(),
  ledger: openLedger(),
  revocations: openSessionRevocations(),
  secondFactors: openFactorMethods(),
  sessions: openSessions(),
});
