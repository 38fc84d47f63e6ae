import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { Unavailable } from './failures.ts';

/** Each attempt gives up after this long: a handler must answer before the gateway does (30 seconds). */
const requestTimeoutMilliseconds = 5000;

const transientNames = new Set([
  'InternalServerError',
  'KMSInternalException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'SlowDown',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
  'TransactionInProgressException',
]);

/**
 * Runs one SDK call and throws `Unavailable` once the client's own attempts are used up, so that no caller reads SDK
 * error names. Each client adds it as the outermost step of its middleware.
 */
export async function failClearly<Output>(service: string, call: () => Promise<Output>): Promise<Output> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof Error && transientNames.has(error.name) ? new Unavailable(service, error) : error;
  }
}

let documents: DynamoDBDocumentClient | undefined;
let keyManagement: KMSClient | undefined;

/** The DynamoDB document client of this process, opened on first use. */
export function documentClient(): DynamoDBDocumentClient {
  if (documents !== undefined) return documents;
  const client = new DynamoDBClient({
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  client.middlewareStack.add((next) => (request) => failClearly('DynamoDB', () => next(request)), {
    step: 'initialize',
  });
  documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  return documents;
}

/** The KMS client of this process, opened on first use. */
export function keyManagementClient(): KMSClient {
  if (keyManagement !== undefined) return keyManagement;
  keyManagement = new KMSClient({
    requestHandler: { requestTimeout: requestTimeoutMilliseconds, throwOnRequestTimeout: true },
  });
  keyManagement.middlewareStack.add((next) => (request) => failClearly('KMS', () => next(request)), {
    step: 'initialize',
  });
  return keyManagement;
}
