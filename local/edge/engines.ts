import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Need } from '../identity.ts';
import type { VerifiedSignature } from '../signature/verify-signature.ts';

/** An engine behind a JSON protocol. */
export interface JsonEngine {
  /** Performs an operation; `signal` ends a long poll whose caller went away. Throws AwsError. */
  handle(
    operation: string,
    input: Record<string, unknown>,
    signal?: AbortSignal,
  ): Promise<Record<string, unknown>> | Record<string, unknown>;
  /** The permissions that a request amounts to. */
  needsOf(operation: string, input: Record<string, unknown>): readonly Need[];
}

/** The engine of S3, which speaks HTTP itself and asks for permissions on the way. */
export interface StorageEngine {
  handleHttp(
    request: IncomingMessage,
    response: ServerResponse,
    body: Buffer,
    signature?: VerifiedSignature,
  ): Promise<void> | void;
}

/** All engines that the edge serves. */
export interface Engines {
  dynamodb: JsonEngine;
  kms: JsonEngine;
  sqs: JsonEngine;
  /** SES v2. */
  ses: JsonEngine;
  s3: StorageEngine;
}

/** The services with a JSON protocol, by the name under which requests are signed. */
export type JsonService = Exclude<keyof Engines, 's3'>;
