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

/** An engine behind a REST-JSON protocol, such as SES v2: it reads paths and answers errors itself. */
export interface RestEngine {
  handleHttp(
    method: string,
    path: string,
    body: Buffer,
  ): { status: number; headers: Readonly<Record<string, string>>; body: Record<string, unknown> };
  /** The permissions that a request amounts to. Throws AwsError for a request that cannot be read. */
  needsOf(method: string, path: string, body: Buffer): readonly Need[];
}

/** All engines that the edge serves, by the names under which requests are signed. */
export interface Engines {
  dynamodb: JsonEngine;
  kms: JsonEngine;
  sqs: JsonEngine;
  ses: RestEngine;
  lambda: RestEngine;
  'sms-voice': JsonEngine;
  s3: StorageEngine;
}

/** The services with a REST-JSON protocol. */
export type RestService = 'ses' | 'lambda';

/** The services with a JSON protocol. */
export type JsonService = Exclude<keyof Engines, 's3' | RestService>;
