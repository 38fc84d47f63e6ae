import { AwsError, notImplemented } from '#local/aws-error.ts';
import type { StorageRequest } from '#local/s3/request.ts';
import type { Version } from '#local/s3/versions.ts';

function failed(): AwsError {
  const message = 'At least one of the pre-conditions you specified did not hold';
  return new AwsError('PreconditionFailed', message, { status: 412 });
}

/**
 * Checks `If-None-Match: *` (write only what is not there) and `If-Match` (replace only what is known) of a write. A
 * delete marker counts as nothing. Throws PreconditionFailed, NoSuchKey or, on another `If-None-Match`, NotImplemented.
 */
export function checkWrite({ headers }: StorageRequest, current: Version | undefined): void {
  const noneMatch = headers['if-none-match'];
  const match = headers['if-match'];
  if (noneMatch !== undefined && noneMatch !== '*') throw notImplemented('If-None-Match with anything but *');
  if (noneMatch === '*' && current?.description !== undefined) throw failed();
  if (match === undefined) return;
  if (current?.description === undefined) {
    throw new AwsError('NoSuchKey', 'The specified key does not exist.', { status: 404 });
  }
  if (match !== `"${current.description.etag}"`) throw failed();
}

/** Whether a reader already has what it asks for. Throws PreconditionFailed when it wanted another one. */
export function isKnownToReader({ headers }: StorageRequest, etag: string): boolean {
  const match = headers['if-match'];
  if (match !== undefined && match !== `"${etag}"`) throw failed();
  return headers['if-none-match'] === `"${etag}"`;
}
