/**
 * The rules of fields that requests of people about their data leave. Which request there was when is not kept for a
 * breach, so that all count as held until the account ends.
 */
export const requestHoldingRules = <Rule>({ untilClosure }: Record<'untilClosure', Rule>) => ({
  requestId: untilClosure,
  requestType: untilClosure,
  requestState: untilClosure,
  requestChannel: untilClosure,
  requestReceiptTime: untilClosure,
  requestRecordTime: untilClosure,
  requestDueTime: untilClosure,
  requestHistory: untilClosure,
  requestVerifiedTime: untilClosure,
  requestPrimary: untilClosure,
  requestSourcesOpen: untilClosure,
  requestSourcesFailed: untilClosure,
  requestExtension: untilClosure,
  requestDenialReason: untilClosure,
  requestCompletion: untilClosure,
  requestWarning: untilClosure,
  requestText: untilClosure,
  requestDenialWords: untilClosure,
});
