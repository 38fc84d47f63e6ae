/**
 * The rules of fields that second factors and changes of the phone number leave. Which there was when is not kept, so that
 * all count as held until the account ends.
 */
export const factorHoldingRules = <Rule>({ untilClosure }: Record<'untilClosure', Rule>) => ({
  totpSecret: untilClosure,
  factorState: untilClosure,
  factorChangeTime: untilClosure,
  totpEnrolmentEnd: untilClosure,
  totpUsedStep: untilClosure,
  recoveryCodeHashes: untilClosure,
  factorRemovalId: untilClosure,
  factorRemovalState: untilClosure,
  factorRemovalRequest: untilClosure,
  factorRemovalDecision: untilClosure,
  passkeyName: untilClosure,
  passkeyPublicKey: untilClosure,
  passkeyCredentialId: untilClosure,
  passkeyUseCount: untilClosure,
  passkeyTransports: untilClosure,
  passkeyTime: untilClosure,
  passkeyUseTime: untilClosure,
  passkeyChallengeHash: untilClosure,
  smsCodeHash: untilClosure,
  smsCodeTries: untilClosure,
  smsFactorTime: untilClosure,
  phoneVerifiedTime: untilClosure,
  phoneChangeTime: untilClosure,
});
