import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost, type PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { describe, expect, it } from 'vitest';
import type { CredentialOf } from '#local/signature/credential.ts';
import { verifyPostPolicy } from '#local/signature/verify-post-policy.ts';

const credentials = { accessKeyId: 'ASIASLOT', secretAccessKey: 'slot-secret', sessionToken: 'slot-token' };
const principal = {
  accessKeyId: 'ASIASLOT',
  arn: 'arn:aws:sts::000000000000:assumed-role/slot/slot',
  roleName: 'slot',
};
const credentialOf: CredentialOf = (accessKeyId) =>
  accessKeyId === 'ASIASLOT' ? { secretAccessKey: 'slot-secret', sessionToken: 'slot-token', principal } : undefined;

const keyArn = 'arn:aws:kms:ap-southeast-3:000000000000:key/kyc';
const fields = {
  'Content-Type': 'image/png',
  'x-amz-server-side-encryption': 'aws:kms',
  'x-amz-server-side-encryption-aws-kms-key-id': keyArn,
};

async function form(
  changes: {
    options?: Partial<PresignedPostOptions>;
    fields?: Record<string, string | undefined>;
    fileBytes?: number;
  } = {},
) {
  const client = new S3Client({ endpoint: 'http://127.0.0.1:9', region: 'ap-southeast-3', credentials });
  const post = await createPresignedPost(client, {
    Bucket: 'kyc',
    Key: 'incoming/1',
    Conditions: [
      ['content-length-range', 5, 5],
      ['eq', '$Content-Type', 'image/png'],
    ],
    Fields: fields,
    Expires: 300,
    ...changes.options,
  });
  const lower = Object.fromEntries(
    Object.entries({ ...post.fields, ...changes.fields })
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
  return { bucketName: 'kyc', fields: lower, fileBytes: changes.fileBytes ?? 5 };
}

const verify = async (changes: Parameters<typeof form>[0] = {}, nowMs = Date.now()) =>
  verifyPostPolicy(await form(changes), credentialOf, nowMs);

describe('browser uploads', () => {
  it('speak for who signed the policy', async () => {
    await expect(verify()).resolves.toMatchObject({ principal, service: 's3', isPresigned: true });
  });

  it.each<[string, Record<string, string | undefined>, string]>([
    ['another key', { key: 'incoming/2' }, 'Policy Condition failed: ["eq","$key","incoming/1"]'],
    [
      'another media type',
      { 'Content-Type': 'text/html' },
      'Policy Condition failed: ["eq","$Content-Type","image/png"]',
    ],
    ['no encryption', { 'x-amz-server-side-encryption': undefined }, 'Policy Condition failed'],
    ['weaker encryption', { 'x-amz-server-side-encryption': 'AES256' }, 'Policy Condition failed'],
    ['another KMS key', { 'x-amz-server-side-encryption-aws-kms-key-id': 'alias/aws/s3' }, 'Policy Condition failed'],
    ['a field that nobody signed', { 'x-amz-meta-note': 'x' }, 'Extra input fields: x-amz-meta-note'],
    ['no policy', { Policy: undefined }, 'Access Denied'],
    ['another signature', { 'X-Amz-Signature': '0'.repeat(64) }, 'signature we calculated'],
    ['an unknown signer', { 'X-Amz-Credential': 'ASIAX/20260101/ap-southeast-3/s3/aws4_request' }, 'malformed'],
    ["another session's token", { 'X-Amz-Security-Token': 'stolen' }, 'token is malformed'],
  ])('are refused with %s', async (_, changed, message) => {
    await expect(verify({ fields: changed })).rejects.toThrow(message);
  });

  it('pass over fields that are marked to be ignored', async () => {
    await expect(verify({ fields: { 'x-ignore-note': 'x' } })).resolves.toBeDefined();
  });

  it.each([
    [4, 'EntityTooSmall'],
    [6, 'EntityTooLarge'],
  ])('are refused with a file of %i bytes where 5 were declared', async (fileBytes, code) => {
    await expect(verify({ fileBytes })).rejects.toMatchObject({ code, status: 400 });
  });

  it('end with the expiry of the policy, by the clock of the cloud', async () => {
    await expect(verify({}, Date.now() + 298_000)).resolves.toBeDefined();
    await expect(verify({}, Date.now() + 301_000)).rejects.toThrow('Policy expired');
  });

  it('are refused for another bucket than the one that was signed', async () => {
    const posted = await form();
    expect(() => verifyPostPolicy({ ...posted, bucketName: 'evidence' }, credentialOf, Date.now())).toThrow(
      'Policy Condition failed',
    );
  });

  it('match a prefix only where the field is there', async () => {
    const options = { Conditions: [['starts-with', '$x-amz-meta-note', ''] as ['starts-with', string, string]] };
    await expect(verify({ options })).rejects.toThrow('Policy Condition failed');
    await expect(verify({ options, fields: { 'x-amz-meta-note': 'x' } })).resolves.toBeDefined();
  });
});
