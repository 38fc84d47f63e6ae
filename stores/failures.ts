/** A condition of a write no longer held: somebody else changed the record first. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
  /** Indexes of the failed writes in the order in which they were given to the ledger. */
  readonly failedWrites: readonly number[];

  constructor(failedWrites: readonly number[] = []) {
    super('A condition of the transaction no longer holds');
    this.failedWrites = failedWrites;
  }
}

/** The record does not exist, or has expired, or is not the caller's. */
export class NotFound extends Error {
  override readonly name = 'NotFound';

  constructor(noun: string) {
    super(`No such ${noun}`);
  }
}

/** The key that would open a record has ended: its data counts as erased. */
export class KeyEnded extends Error {
  override readonly name = 'KeyEnded';

  constructor(keyClass: string) {
    super(`The ${keyClass} key of this subject has ended`);
  }
}

/** A service did not answer in time or throttled every attempt. The same command may be tried again. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';

  constructor(service: string, cause?: unknown) {
    super(`${service} is not available`, { cause });
  }
}

/** A passkey signed, but its count of signatures went back: somebody else has a copy of it. */
export class PasskeyCopied extends Error {
  override readonly name = 'PasskeyCopied';
  readonly passkeyId: string;

  constructor(passkeyId: string) {
    super('The count of signatures of a passkey went back');
    this.passkeyId = passkeyId;
  }
}
