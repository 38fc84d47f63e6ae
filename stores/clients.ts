import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** Each call gives up after this long: a handler must answer before the gateway does (30 seconds). */
const requestTimeoutMilliseconds = 5000;

let documents: DynamoDBDocumentClient | undefined;
let keyManagement: KMSClient | undefined;

/** The DynamoDB document client of this process, opened on first use. */
export function documentClient(): DynamoDBDocumentClient {
  documents ??= DynamoDBDocumentClient.from(
    new DynamoDBClient({ requestHandler: { requestTimeout: requestTimeoutMilliseconds } }),
    { marshallOptions: { removeUndefinedValues: true } },
  );
  return documents;
}

/** The KMS client of this process, opened on first use. */
export function keyManagementClient(): KMSClient {
  keyManagement ??= new KMSClient({ requestHandler: { requestTimeout: requestTimeoutMilliseconds } });
  return keyManagement;
}
