/** The rules of what a removal of second factors leaves. When there was one is not kept, so it counts as held. */
export const removalHoldingRules = <Rule>(untilClosure: Rule) => ({
  factorRemovalId: untilClosure,
  factorRemovalState: untilClosure,
  factorRemovalRequest: untilClosure,
  factorRemovalDecision: untilClosure,
});
