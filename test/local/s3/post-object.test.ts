import { createHash } from 'node:crypto';
import { HeadObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  bucketKeyArn,
  otherKeyArn,
  sealedBucket,
  serveStorage,
  type StorageService,
} from '#test/support/local/storage-service.ts';

const Bucket = 'kyc';
const origin = 'https://play.example';
const document = Buffer.from('%PDF-');
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('base64');
let service: StorageService;
let signer: S3Client;

beforeAll(async () => {
  service = await serveStorage([
    sealedBucket(Bucket, {
      CorsConfiguration: {
        CorsRules: [
          { AllowedOrigins: [origin], AllowedMethods: ['POST'], AllowedHeaders: ['*'], ExposedHeaders: ['ETag'] },
        ],
      },
    }),
  ]);
  signer = service.clientOf('slot', {
    Effect: 'Allow',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::kyc/incoming/*',
  });
});
afterAll(() => service.close());

interface Upload {
  key?: string;
  file?: Buffer;
  /** Laid over the signed fields; undefined leaves a field out. */
  fields?: Record<string, string | undefined>;
  options?: Partial<PresignedPostOptions>;
  client?: S3Client;
}

async function upload({
  key = 'incoming/1',
  file = document,
  fields = {},
  options = {},
  client = signer,
}: Upload = {}) {
  const signed = {
    'Content-Type': 'application/pdf',
    'x-amz-server-side-encryption': 'aws:kms',
    'x-amz-server-side-encryption-aws-kms-key-id': bucketKeyArn,
    'x-amz-checksum-sha256': sha256(document),
  };
  const post = await createPresignedPost(client, {
    Bucket,
    Key: key,
    Conditions: [['content-length-range', document.length, document.length]],
    Fields: signed,
    Expires: 300,
    ...options,
  });
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...post.fields, ...fields })) {
    if (value !== undefined) form.append(name, value);
  }
  form.append('file', new Blob([Uint8Array.from(file)]), 'passport.pdf');
  const response = await fetch(post.url, { method: 'POST', body: form, headers: { origin } });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe('uploads from a browser', () => {
  it('are written as the policy says, by who signed it', async () => {
    const { status, headers } = await upload();
    expect(status).toBe(204);
    expect(headers.get('x-amz-version-id')).toBeTruthy();
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(service.keys.uses.at(-1)).toMatchObject({
      principal: { roleName: 'slot' },
      arn: 'arn:aws:s3:::kyc/incoming/1',
    });
    const found = await service.clientOf('reader').send(new HeadObjectCommand({ Bucket, Key: 'incoming/1' }));
    expect(found).toMatchObject({
      ContentType: 'application/pdf',
      ContentLength: document.length,
      ServerSideEncryption: 'aws:kms',
      SSEKMSKeyId: bucketKeyArn,
    });
  });

  it('are announced as such', async () => {
    await upload({ key: 'incoming/announced' });
    expect(service.events.at(-1)).toMatchObject({
      'detail-type': 'Object Created',
      detail: { reason: 'PostObject', object: { key: 'incoming/announced', size: document.length } },
    });
  });

  it('ask for permission with the encryption that the form names', async () => {
    await upload();
    expect(service.needs.at(-1)).toMatchObject({
      action: 's3:PutObject',
      resource: 'arn:aws:s3:::kyc/incoming/1',
      context: {
        's3:authType': 'POST',
        's3:x-amz-server-side-encryption': 'aws:kms',
        's3:x-amz-server-side-encryption-aws-kms-key-id': bucketKeyArn,
        's3:signatureAge': expect.stringMatching(/^\d+$/),
      },
    });
  });

  it.each<[string, Upload, number, string]>([
    ['another key', { fields: { key: 'incoming/2' } }, 403, 'Policy Condition failed'],
    ['another media type', { fields: { 'Content-Type': 'text/html' } }, 403, 'Policy Condition failed'],
    ['one byte too many', { file: Buffer.from('%PDF-1') }, 400, 'EntityTooLarge'],
    ['one byte too few', { file: Buffer.from('%PDF') }, 400, 'EntityTooSmall'],
    ['no encryption field', { fields: { 'x-amz-server-side-encryption': undefined } }, 403, 'Policy Condition failed'],
    [
      'no key of KMS',
      { fields: { 'x-amz-server-side-encryption-aws-kms-key-id': undefined } },
      403,
      'Policy Condition failed',
    ],
    ['another body than the checksum is of', { file: Buffer.from('%PDF+') }, 400, 'BadDigest'],
    ['another checksum', { fields: { 'x-amz-checksum-sha256': sha256(Buffer.from('x')) } }, 403, 'Policy Condition'],
    ['a field that nobody signed', { fields: { 'x-amz-meta-note': 'x' } }, 403, 'Extra input fields'],
    ['a condition that POST does not have', { fields: { 'If-None-Match': '*' } }, 403, 'Extra input fields'],
    ['a forged signature', { fields: { 'X-Amz-Signature': '0'.repeat(64) } }, 403, 'SignatureDoesNotMatch'],
    ['no policy', { fields: { Policy: undefined } }, 403, 'AccessDenied'],
  ])('are refused with %s', async (...[, changed, status, text]) => {
    const before = service.s3.versionsIn(Bucket).length;
    const refused = await upload(changed);
    expect(refused).toMatchObject({ status, body: expect.stringContaining(text) });
    expect(refused.headers.get('access-control-allow-origin')).toBe(origin);
    expect(service.s3.versionsIn(Bucket)).toHaveLength(before);
  });

  it('say loudly that POST has no If-None-Match, even where the policy names it', async () => {
    const refused = await upload({
      options: { Fields: { 'If-None-Match': '*' }, Conditions: [{ 'If-None-Match': '*' }] },
    });
    expect(refused).toMatchObject({ status: 501, body: expect.stringContaining('if-none-match') });
  });

  it('may be repeated while the policy lives: each is a version of its own', async () => {
    await upload({ key: 'incoming/twice' });
    await upload({ key: 'incoming/twice' });
    expect(service.s3.versionsIn(Bucket).filter(({ key }) => key === 'incoming/twice')).toHaveLength(2);
  });

  it('are refused where the signer itself may not write', async () => {
    expect(await upload({ key: 'accepted/1' })).toMatchObject({
      status: 403,
      body: expect.stringContaining('AccessDenied'),
    });
  });

  it('are refused when the policy has expired, by the clock of the cloud', async () => {
    const other = await serveStorage([sealedBucket(Bucket)]);
    const client = other.clientOf('slot');
    other.clock.turnBy(301_000);
    expect(await upload({ client })).toMatchObject({ status: 403, body: expect.stringContaining('Policy expired') });
    await other.close();
  });

  it("put the file's name into the key and answer with a document where the form asks for it", async () => {
    const created = await upload({
      key: 'incoming/${filename}',
      options: {
        Fields: { success_action_status: '201' },
        Conditions: [['starts-with', '$key', 'incoming/'], { success_action_status: '201' }],
      },
    });
    expect(created).toMatchObject({ status: 201, body: expect.stringContaining('<Key>incoming/passport.pdf</Key>') });
  });

  it('are refused without a file or as another kind of form', async () => {
    const form = new FormData();
    form.append('key', 'incoming/1');
    const response = await fetch(`${service.url}/${Bucket}`, { method: 'POST', body: form });
    expect(await response.text()).toContain('exactly one file');
    const plain = await fetch(`${service.url}/${Bucket}`, { method: 'POST', body: 'key=1' });
    expect(plain.status).toBe(501);
  });
});

describe('the policy of the bucket', () => {
  const denyUnless = (key: string, value: string) => ({
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: 'arn:aws:s3:::kyc/*',
    Condition: { StringNotEquals: { [key]: value } },
  });

  it('binds uploads from browsers too', async () => {
    const bound = await serveStorage([sealedBucket(Bucket)]);
    bound.setBucketPolicy(
      Bucket,
      denyUnless('s3:x-amz-server-side-encryption', 'aws:kms'),
      denyUnless('s3:x-amz-server-side-encryption-aws-kms-key-id', bucketKeyArn),
    );
    const client = bound.clientOf('slot');
    expect(await upload({ client })).toMatchObject({ status: 204 });
    const plain = { Fields: {}, Conditions: [] };
    expect(await upload({ client, options: plain })).toMatchObject({
      status: 403,
      body: expect.stringContaining('explicit deny'),
    });
    const otherKey = {
      Fields: {
        'x-amz-server-side-encryption': 'aws:kms',
        'x-amz-server-side-encryption-aws-kms-key-id': otherKeyArn,
      },
      Conditions: [],
    };
    expect(await upload({ client, options: otherKey })).toMatchObject({ status: 403 });
    await bound.close();
  });
});
