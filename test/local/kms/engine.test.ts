import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#local/aws-error.ts';
import { openClock } from '#local/clock.ts';
import { openKms } from '#local/kms/engine.ts';

const open = (folder?: string) =>
  openKms({ clock: openClock(), region: 'ap-southeast-3', ...(folder !== undefined && { folder }) });

describe('the engine', () => {
  it('keeps keys and aliases over a restart, with the policy of the latest template', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kms-'));
    const first = open(folder);
    const { arn } = first.createKey({ logicalId: 'data/Key', policy: { Version: 'old' } });
    first.createAlias('alias/data', arn);
    const sealed = first.generateDataKey('alias/data', { bucket: 'b' });
    first.close();
    const second = open(folder);
    expect(second.createKey({ logicalId: 'data/Key', policy: { Version: 'new' } }).arn).toBe(arn);
    expect(second.policyOf('alias/data')).toEqual({ Version: 'new' });
    expect(second.decrypt(sealed.ciphertext, { bucket: 'b' })).toEqual({ plaintext: sealed.plaintext, keyArn: arn });
    second.close();
    fs.rmSync(folder, { recursive: true });
  });

  it('gives a logical id the same key id on fresh data, and other material', () => {
    const [first, second] = [open(), open()];
    const { arn } = first.createKey({ logicalId: 'data/Key', policy: {} });
    expect(second.createKey({ logicalId: 'data/Key', policy: {} }).arn).toBe(arn);
    expect(second.createKey({ logicalId: 'data/Other', policy: {} }).arn).not.toBe(arn);
    const { ciphertext } = first.generateDataKey(arn, {});
    expect(() => second.decrypt(ciphertext, {})).toThrow(AwsError);
  });

  it('refuses to change the spec of a key', () => {
    const kms = open();
    kms.createKey({ logicalId: 'k', policy: {} });
    expect(() => kms.createKey({ logicalId: 'k', spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', policy: {} })).toThrow(
      /cannot change/,
    );
  });

  it('names what it does not do', () => {
    const kms = open();
    const { arn } = kms.createKey({ logicalId: 'k', spec: 'ECC_NIST_P256', usage: 'SIGN_VERIFY', policy: {} });
    expect(() => kms.handle('CreateGrant', {})).toThrow('The local cloud does not implement kms:CreateGrant');
    expect(() => kms.createKey({ logicalId: 'sm', spec: 'SM2', policy: {} })).toThrow(
      /does not implement KMS keys of spec SM2/,
    );
    const digest = { KeyId: arn, SigningAlgorithm: 'ECDSA_SHA_256', MessageType: 'DIGEST', Message: 'AA==' };
    expect(() => kms.handle('Sign', digest)).toThrow(/MessageType DIGEST/);
  });
});

describe('needsOf', () => {
  it('asks for the operation on the key, with the encryption context', () => {
    const kms = open();
    const { keyId, arn } = kms.createKey({ logicalId: 'k', policy: {} });
    const input = { KeyId: keyId, EncryptionContext: { class: 'kyc', subject: 's' } };
    expect(kms.needsOf('GenerateDataKey', input)).toEqual([
      {
        action: 'kms:GenerateDataKey',
        resource: arn,
        context: {
          'kms:CallerAccount': '000000000000',
          'kms:EncryptionContext:class': 'kyc',
          'kms:EncryptionContext:subject': 's',
          'kms:EncryptionContextKeys': ['class', 'subject'],
        },
      },
    ]);
  });

  it('finds the key of a decryption in the ciphertext', () => {
    const kms = open();
    const { arn } = kms.createKey({ logicalId: 'k', policy: {} });
    const CiphertextBlob = kms.generateDataKey(arn, {}).ciphertext.toString('base64');
    expect(kms.needsOf('Decrypt', { CiphertextBlob })[0]).toMatchObject({ action: 'kms:Decrypt', resource: arn });
    expect(() => kms.needsOf('Decrypt', { CiphertextBlob: 'AAAA' })).toThrow(AwsError);
  });

  it('asks for both sides of a re-encryption, each with its own context', () => {
    const kms = open();
    const [from, to] = ['a', 'b'].map((logicalId) => kms.createKey({ logicalId, policy: {} }).arn);
    const needs = kms.needsOf('ReEncrypt', {
      CiphertextBlob: kms.generateDataKey(from!, {}).ciphertext.toString('base64'),
      SourceEncryptionContext: { class: 'kyc' },
      DestinationKeyId: to,
      DestinationEncryptionContext: { class: 'retained' },
    });
    expect(
      needs.map(({ action, resource, context }) => [action, resource, context['kms:EncryptionContext:class']]),
    ).toEqual([
      ['kms:ReEncryptFrom', from, 'kyc'],
      ['kms:ReEncryptTo', to, 'retained'],
    ]);
  });

  it('names algorithm and alias', () => {
    const kms = open();
    const { arn } = kms.createKey({ logicalId: 'h', spec: 'HMAC_256', usage: 'GENERATE_VERIFY_MAC', policy: {} });
    kms.createAlias('alias/index', arn);
    expect(kms.needsOf('GenerateMac', { KeyId: 'alias/index', MacAlgorithm: 'HMAC_SHA_256' })).toEqual([
      {
        action: 'kms:GenerateMac',
        resource: arn,
        context: { 'kms:CallerAccount': '000000000000', 'kms:MacAlgorithm': 'HMAC_SHA_256' },
      },
    ]);
  });
});
