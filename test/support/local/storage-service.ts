import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { AwsError } from '#local/aws-error.ts';
import { openClock, type Clock } from '#local/clock.ts';
import { evaluate } from '#local/iam/evaluate.ts';
import { roleArn } from '#local/iam/principal.ts';
import { readPolicy, type Policy } from '#local/iam/policy.ts';
import type { Authorize, Need, Principal } from '#local/identity.ts';
import { answerHttp, errorAnswer } from '#local/s3/answer-http.ts';
import type { ObjectEvent } from '#local/s3/object-event.ts';
import { readBucket } from '#local/s3/read-bucket.ts';
import { openS3, type S3 } from '#local/s3/s3.ts';
import type { CredentialOf } from '#local/signature/credential.ts';
import { verifySignature } from '#local/signature/verify-signature.ts';
import { openTestKeys, type TestKeys } from '#test/support/local/object-keys.ts';

/** The KMS key of the test's buckets. */
export const bucketKeyArn = 'arn:aws:kms:ap-southeast-3:000000000000:key/bucket';
/** Another key, that buckets do not name. */
export const otherKeyArn = 'arn:aws:kms:ap-southeast-3:000000000000:key/other';

/** S3 behind signatures and policies, as the local cloud serves it, with the clock in the test's hand. */
export interface StorageService {
  url: string;
  s3: S3;
  clock: Clock;
  keys: TestKeys;
  events: ObjectEvent[];
  /** Every permission that was asked for. */
  needs: Need[];
  /** A client of a role; without a policy the role may do everything with S3. */
  clientOf(roleName: string, ...statements: Record<string, unknown>[]): S3Client;
  setBucketPolicy(bucketName: string, ...statements: Record<string, unknown>[]): void;
  close(): Promise<void>;
}

const accountRegion = { account: '000000000000', region: 'ap-southeast-3' };

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function policyOf(statements: Record<string, unknown>[]): Policy {
  return readPolicy({ Statement: statements });
}

/** Serves buckets, given as properties of `AWS::S3::Bucket`, with SDK clients for as many roles as a test wants. */
export async function serveStorage(
  buckets: Record<string, unknown>[],
  options: { folder?: string } = {},
): Promise<StorageService> {
  const clock = openClock();
  const keys = openTestKeys([bucketKeyArn, otherKeyArn]);
  const events: ObjectEvent[] = [];
  const needs: Need[] = [];
  const roles = new Map<string, { principal: Principal; policy: Policy }>();
  const bucketPolicies = new Map<string, Policy>();

  const authorize: Authorize = (principal, need) => {
    needs.push(need);
    const bucketName = need.resource.slice('arn:aws:s3:::'.length).split('/')[0]!;
    const decision = evaluate(
      {
        ...need,
        principalArn: principal?.arn ?? 'anonymous',
        account: accountRegion.account,
        context: { ...need.context, 'aws:PrincipalArn': principal && roleArn(principal.arn) },
      },
      {
        identity: [roles.get(principal?.accessKeyId ?? '')?.policy ?? []],
        resource: bucketPolicies.get(bucketName),
      },
    );
    if (!decision.isAllowed) throw new AwsError('AccessDeniedException', `${need.action}: ${decision.reason}`);
  };
  const credentialOf: CredentialOf = (accessKeyId) => {
    const role = roles.get(accessKeyId);
    return role && { secretAccessKey: 'secret', sessionToken: 'token', principal: role.principal };
  };

  const emit = (event: ObjectEvent): void => void events.push(event);
  const s3 = openS3({ ...options, clock, keys, authorize, emit, credentialOf });
  for (const bucket of buckets) s3.createBucket(readBucket(bucket));

  const server = http.createServer((request, response) => {
    response.setHeader('date', new Date(clock.now()).toUTCString());
    void readBody(request).then((body) => {
      try {
        const signature = verifySignature({ request, body }, credentialOf, clock.now());
        s3.handleHttp(request, response, body, signature);
      } catch (error) {
        const refused = error instanceof AwsError ? error : new AwsError('Defect', String(error), { status: 500 });
        answerHttp(response, errorAnswer(refused, request.url ?? ''), request.method ?? '');
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    url,
    s3,
    clock,
    keys,
    events,
    needs,
    clientOf(roleName, ...statements) {
      const accessKeyId = `ASIA${roleName.toUpperCase()}`;
      const arn = `arn:aws:sts::${accountRegion.account}:assumed-role/${roleName}/${roleName}`;
      const allowAll = { Effect: 'Allow', Action: 's3:*', Resource: '*' };
      const policy = policyOf(statements.length === 0 ? [allowAll] : statements);
      roles.set(accessKeyId, { principal: { accessKeyId, arn, roleName }, policy });
      return new S3Client({
        endpoint: url,
        region: accountRegion.region,
        forcePathStyle: true,
        maxAttempts: 1,
        credentials: { accessKeyId, secretAccessKey: 'secret', sessionToken: 'token' },
        systemClockOffset: clock.offsetMs(),
      });
    },
    setBucketPolicy: (bucketName, ...statements) => void bucketPolicies.set(bucketName, policyOf(statements)),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          s3.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** A versioned bucket encrypted under `bucketKeyArn`, whose changes are announced; `properties` are laid over it. */
export function sealedBucket(name: string, properties: Record<string, unknown> = {}): Record<string, unknown> {
  const byDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: bucketKeyArn };
  return {
    BucketName: name,
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: byDefault }] },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    ...properties,
  };
}
