/** The rules of fields that text messages and changes of the phone number leave: they end with the account. */
export const smsHoldingRules = <Rule>(untilClosure: Rule) => ({
  smsCodeHash: untilClosure,
  smsCodeTries: untilClosure,
  smsFactorTime: untilClosure,
  phoneVerifiedTime: untilClosure,
  phoneChangeTime: untilClosure,
});
