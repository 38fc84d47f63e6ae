import type { RefusalReason } from './refusal-reason.ts';

/**
 * Thrown deep inside a parser when a document cannot be accepted, and turned into a refusal by `inspectDocument`.
 * It never leaves this folder, and it carries a reason only: nothing of the document.
 */
export class BrokenDocument extends Error {
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason) {
    super(reason);
    this.reason = reason;
  }
}
