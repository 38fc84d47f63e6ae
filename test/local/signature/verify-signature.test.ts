import { Readable } from 'node:stream';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CredentialOf } from '#local/signature/credential.ts';
import { verifySignature } from '#local/signature/verify-signature.ts';
import { captureRequests, type Capture, type CapturedRequest } from '#test/support/local/captured-requests.ts';
import { presign } from '#test/support/local/presign.ts';

const credentials = { accessKeyId: 'ASIAREGISTER', secretAccessKey: 'register-secret', sessionToken: 'register-token' };
const principal = {
  accessKeyId: credentials.accessKeyId,
  arn: 'arn:aws:sts::000000000000:assumed-role/register/register',
  roleName: 'register',
};
const credentialOf: CredentialOf = (accessKeyId) =>
  accessKeyId === credentials.accessKeyId
    ? { secretAccessKey: credentials.secretAccessKey, sessionToken: credentials.sessionToken, principal }
    : undefined;

let capture: Capture;
const region = 'ap-southeast-3';
const minuteMs = 60_000;

beforeAll(async () => {
  capture = await captureRequests();
});
afterAll(() => capture.close());

const verify = (captured: CapturedRequest, nowMs = Date.now()) => verifySignature(captured, credentialOf, nowMs);

async function getItem(overrides: Partial<typeof credentials> = {}): Promise<CapturedRequest> {
  const client = new DynamoDBClient({
    endpoint: capture.url,
    region,
    credentials: { ...credentials, ...overrides },
  });
  await client.send(new GetItemCommand({ TableName: 'players', Key: { pk: { S: 'a' } } }));
  client.destroy();
  return capture.last();
}

function storage(overrides: Partial<typeof credentials> = {}): S3Client {
  return new S3Client({
    endpoint: capture.url,
    region,
    forcePathStyle: true,
    credentials: { ...credentials, ...overrides },
  });
}

describe('signatures of the services that speak JSON', () => {
  it('accepts what the SDK signed and tells who signed it', async () => {
    expect(verify(await getItem())).toMatchObject({ principal, service: 'dynamodb', region, isPresigned: false });
  });

  it('finds no signature on an anonymous request', async () => {
    const { request, body } = await getItem();
    const { authorization: _, ...headers } = request.headers;
    expect(verify({ request: { ...request, headers }, body })).toBeUndefined();
  });

  it('refuses a body that was changed on the way, though its hash is not stated', async () => {
    const { request, body } = await getItem();
    const changed = Buffer.from(body.toString().replace('players', 'records'));
    expect(() => verify({ request, body: changed })).toThrow(
      expect.objectContaining({ code: 'InvalidSignatureException' }),
    );
  });

  it('refuses another operation than the one that was signed', async () => {
    const { request, body } = await getItem();
    const headers = { ...request.headers, 'x-amz-target': 'DynamoDB_20120810.DeleteItem' };
    expect(() => verify({ request: { ...request, headers }, body })).toThrow('signature we calculated');
  });

  it.each([
    ['an unknown access key', { accessKeyId: 'ASIASTRANGER' }, 'UnrecognizedClientException'],
    ['a wrong secret', { secretAccessKey: 'guessed' }, 'InvalidSignatureException'],
    ["another session's token", { sessionToken: 'stolen' }, 'UnrecognizedClientException'],
  ])('refuses %s', async (_, overrides, code) => {
    const captured = await getItem(overrides);
    expect(() => verify(captured)).toThrow(expect.objectContaining({ code, status: 400 }));
  });

  it('refuses a key that comes without its session token', async () => {
    const { request, body } = await getItem();
    const { 'x-amz-security-token': _, ...headers } = request.headers;
    expect(() => verify({ request: { ...request, headers }, body })).toThrow(
      expect.objectContaining({ code: 'UnrecognizedClientException' }),
    );
  });

  it('accepts 14 minutes of skew either way and refuses 16', async () => {
    const captured = await getItem();
    for (const minutes of [-14, 14]) expect(verify(captured, Date.now() + minutes * minuteMs)).toBeDefined();
    for (const minutes of [-16, 16]) {
      expect(() => verify(captured, Date.now() + minutes * minuteMs)).toThrow('Signature expired');
    }
  });

  it('refuses an authorization of another shape', async () => {
    const { request, body } = await getItem();
    const headers = { ...request.headers, authorization: 'AWS4-HMAC-SHA256 Credential=a/b/c/dynamodb/aws4_request' };
    expect(() => verify({ request: { ...request, headers }, body })).toThrow(
      expect.objectContaining({ code: 'IncompleteSignatureException' }),
    );
  });
});

describe('signatures of S3', () => {
  it.each(['a b+c.txt', 'ü/é.txt', "q'(1)!*.pdf", 'x%20y'])('accepts the key %s', async (key) => {
    await storage().send(new PutObjectCommand({ Bucket: 'kyc', Key: key, Body: 'x' }));
    expect(verify(capture.last())).toMatchObject({ service: 's3' });
  });

  it('accepts a streamed body whose checksum comes as a trailer', async () => {
    const stream = Readable.from([Buffer.alloc(70_000, 1)]);
    await storage().send(new PutObjectCommand({ Bucket: 'kyc', Key: 'a', Body: stream, ContentLength: 70_000 }));
    expect(capture.last().request.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER');
    expect(verify(capture.last())).toBeDefined();
  });

  it('does not accept chunks that are signed one by one, because it would not check them', async () => {
    await storage().send(new PutObjectCommand({ Bucket: 'kyc', Key: 'a', Body: 'x' }));
    const { request, body } = capture.last();
    const headers = { ...request.headers, 'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' };
    expect(() => verify({ request: { ...request, headers }, body })).toThrow(
      expect.objectContaining({ code: 'NotImplemented' }),
    );
  });

  it('refuses a body that is not the one whose hash was stated', async () => {
    await storage().send(new PutObjectCommand({ Bucket: 'kyc', Key: 'a', Body: 'x' }));
    expect(() => verify({ ...capture.last(), body: Buffer.from('y') })).toThrow(
      expect.objectContaining({ code: 'XAmzContentSHA256Mismatch' }),
    );
  });

  it('refuses a header that was added after signing', async () => {
    await storage().send(new PutObjectCommand({ Bucket: 'kyc', Key: 'a', Body: 'x' }));
    const { request, body } = capture.last();
    const headers = { ...request.headers, 'x-amz-tagging': 'class=public' };
    expect(() => verify({ request: { ...request, headers }, body })).toThrow('were not signed');
  });
});

describe('presigned links', () => {
  const link = (options: { expiresInSeconds: number }) =>
    presign(storage(), new GetObjectCommand({ Bucket: 'kyc', Key: 'a b.pdf' }), options);

  function fetched(url: string): CapturedRequest {
    const { pathname, search, host } = new URL(url);
    return { request: { method: 'GET', url: pathname + search, headers: { host } }, body: Buffer.alloc(0) };
  }

  it('speak for who made them', async () => {
    expect(verify(fetched(await link({ expiresInSeconds: 60 })))).toMatchObject({ principal, isPresigned: true });
  });

  it('end with their time', async () => {
    const captured = fetched(await link({ expiresInSeconds: 60 }));
    expect(verify(captured, Date.now() + 58_000)).toBeDefined();
    expect(() => verify(captured, Date.now() + 61_000)).toThrow('Request has expired');
  });

  it('do not open another object', async () => {
    const url = await link({ expiresInSeconds: 60 });
    expect(() => verify(fetched(url.replace('a%20b', 'other')))).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch', status: 403 }),
    );
  });

  it('do not live longer by changing their expiry', async () => {
    const url = await link({ expiresInSeconds: 60 });
    expect(() => verify(fetched(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')))).toThrow(
      expect.objectContaining({ code: 'SignatureDoesNotMatch' }),
    );
  });
});
