/**
 * An error as an AWS service would answer it. The edge renders it: JSON services as `__type` and `message`,
 * S3 as `<Error><Code>`.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  /** Further members of a JSON error body, such as `CancellationReasons`. */
  readonly members: Record<string, unknown>;

  constructor(code: string, message: string, options: { status?: number; members?: Record<string, unknown> } = {}) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = options.status ?? 400;
    this.members = options.members ?? {};
  }
}

/** Refuses what the local cloud does not do, loudly and with its name, instead of guessing at it. */
export function notImplemented(what: string): AwsError {
  return new AwsError('NotImplemented', `The local cloud does not implement ${what}`, { status: 501 });
}
