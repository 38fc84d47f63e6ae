import { S3Client } from '@aws-sdk/client-s3';
import { failClearly } from '../clients.ts';

/** A document is at most 10 MiB: each attempt to move one gives up after this long. */
const requestTimeoutMilliseconds = 20_000;

let client: S3Client | undefined;

/** The S3 client of this process, opened on first use. */
export function objectClient(): S3Client {
  if (client !== undefined) return client;
  client = new S3Client({
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  client.middlewareStack.add((next) => (request) => failClearly('S3', () => next(request)), { step: 'initialize' });
  return client;
}
