/** The rules of fields that logins leave. Who logged in when ends with its days, which is not told apart: it counts as held. */
export const loginHoldingRules = <Rule>({
  untilClosure,
  asLongAsContact,
}: Record<'untilClosure' | 'asLongAsContact', Rule>) => ({
  loginId: untilClosure,
  loginRecordTime: untilClosure,
  loginSessionId: untilClosure,
  loginDeviceKind: untilClosure,
  loginSystem: untilClosure,
  loginBrowser: untilClosure,
  loginNetwork: untilClosure,
  loginCountry: untilClosure,
  loginCity: untilClosure,
  loginAddress: untilClosure,
  loginAddressEnd: untilClosure,
  deviceHash: untilClosure,
  deviceFirstSeen: untilClosure,
  deviceLastSeen: untilClosure,
  deviceSystem: untilClosure,
  deviceBrowser: untilClosure,
  devicesValidFrom: asLongAsContact,
  loginDenialTime: untilClosure,
});
