/** The rules of fields that copies of data leave. When which copy existed is not told apart: it counts as held. */
export const exportHoldingRules = <Rule>({ untilClosure }: Record<'untilClosure', Rule>) => ({
  exportId: untilClosure,
  exportTime: untilClosure,
  exportState: untilClosure,
  exportReadyTime: untilClosure,
  exportDestructionTime: untilClosure,
  exportDownloadTime: untilClosure,
  exportPackage: untilClosure,
});
