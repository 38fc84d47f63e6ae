/** The rules of fields that passkeys leave. Which there was when is not kept, so that all count as held. */
export const passkeyHoldingRules = <Rule>({ untilClosure }: Record<'untilClosure', Rule>) => ({
  passkeyName: untilClosure,
  passkeyPublicKey: untilClosure,
  passkeyCredentialId: untilClosure,
  passkeyUseCount: untilClosure,
  passkeyTransports: untilClosure,
  passkeyTime: untilClosure,
  passkeyUseTime: untilClosure,
  passkeyChallengeHash: untilClosure,
});
