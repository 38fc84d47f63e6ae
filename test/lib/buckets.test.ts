import { describe, expect, it } from 'vitest';
import { stages } from '#lib/app.ts';
import { listOf, resourcesOf, type Located, type TemplateValue } from './templates.ts';

const documents = () => resourcesOf('AWS::S3::Bucket').filter(({ logicalId }) => logicalId.startsWith('KycDocuments'));

/** The scanner alone is excepted: it tries out its role with an object that the bucket's default encrypts. */
const unlessScanner = {
  ArnNotEquals: { 'aws:PrincipalArn': { 'Fn::GetAtt': [expect.stringMatching(/^MalwareScanRole/), 'Arn'] } },
};

function denialsOf({ stage, logicalId }: Located): TemplateValue[] {
  const policies = resourcesOf('AWS::S3::BucketPolicy', stage).filter(
    ({ properties }) => properties['Bucket'].Ref === logicalId,
  );
  return policies
    .flatMap(({ properties }) => properties['PolicyDocument'].Statement)
    .filter(({ Effect }) => Effect === 'Deny');
}

describe('buckets', () => {
  it('are reached by TLS 1.2 or newer only', () => {
    for (const bucket of resourcesOf('AWS::S3::Bucket')) {
      const conditions = denialsOf(bucket).map(({ Condition }) => Condition);
      expect(conditions, bucket.at).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } });
      expect(conditions, bucket.at).toContainEqual({ NumericLessThan: { 's3:TlsVersion': 1.2 } });
    }
  });

  it('keep versions, are closed to the public, and outlive their stack', () => {
    for (const bucket of resourcesOf('AWS::S3::Bucket')) {
      expect(bucket.properties['VersioningConfiguration'], bucket.at).toEqual({ Status: 'Enabled' });
      expect(Object.values(bucket.properties['PublicAccessBlockConfiguration']), bucket.at).toEqual(
        Array(4).fill(true),
      );
      expect(bucket.DeletionPolicy, bucket.at).toBe('Retain');
    }
  });

  it('let objects go: every bucket has a lifecycle', () => {
    for (const bucket of resourcesOf('AWS::S3::Bucket')) {
      expect(bucket.properties['LifecycleConfiguration'].Rules.length, bucket.at).toBeGreaterThan(0);
    }
  });
});

describe('the bucket of identity documents', () => {
  it('has a key of its own, used through a bucket key', () => {
    expect(documents()).toHaveLength(Object.keys(stages).length);
    for (const bucket of documents()) {
      const [rule] = bucket.properties['BucketEncryption'].ServerSideEncryptionConfiguration;
      expect(rule.BucketKeyEnabled, bucket.at).toBe(true);
      expect(rule.ServerSideEncryptionByDefault.KMSMasterKeyID['Fn::GetAtt'][0], bucket.at).toMatch(
        /^KeysKycDocumentsKey/,
      );
    }
  });

  it('refuses uploads without encryption, under another key, and by signatures older than ten minutes', () => {
    for (const bucket of documents()) {
      const conditions = denialsOf(bucket).map(({ Condition }) => Condition);
      expect(conditions, bucket.at).toContainEqual({
        StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' },
        ...unlessScanner,
      });
      expect(conditions, bucket.at).toContainEqual({
        StringNotEquals: {
          's3:x-amz-server-side-encryption-aws-kms-key-id': {
            'Fn::GetAtt': [expect.stringMatching(/^KeysKycDocumentsKey/), 'Arn'],
          },
        },
        ...unlessScanner,
      });
      expect(conditions, bucket.at).toContainEqual({ NumericGreaterThan: { 's3:signatureAge': 600_000 } });
    }
  });

  it('forgets what nobody claimed: incoming objects after two days, other versions after a week', () => {
    for (const bucket of documents()) {
      const rules = bucket.properties['LifecycleConfiguration'].Rules;
      expect(rules, bucket.at).toContainEqual(
        expect.objectContaining({ Prefix: 'incoming/', ExpirationInDays: 2, Status: 'Enabled' }),
      );
      expect(rules, bucket.at).toContainEqual(
        expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 7 }, Status: 'Enabled' }),
      );
    }
  });

  it('takes browser uploads from the origins of its region only', () => {
    for (const bucket of documents()) {
      const [rule, ...others] = bucket.properties['CorsConfiguration'].CorsRules;
      expect(others, bucket.at).toEqual([]);
      expect(rule.AllowedOrigins, bucket.at).toEqual(stages[bucket.stage]!.webOrigins);
      expect(listOf(rule.AllowedMethods), bucket.at).toEqual(['POST']);
    }
  });

  it('announces objects to rules and writes an access log', () => {
    for (const bucket of documents()) {
      expect(bucket.properties['NotificationConfiguration'], bucket.at).toEqual({
        EventBridgeConfiguration: { EventBridgeEnabled: true },
      });
      expect(bucket.properties['LoggingConfiguration'].DestinationBucketName.Ref, bucket.at).toMatch(/^AccessLogs/);
    }
  });
});

describe('the bucket of exports', () => {
  const exports = () => resourcesOf('AWS::S3::Bucket').filter(({ logicalId }) => logicalId.startsWith('Exports'));

  it('has a key of its own, is never reached from a browser, and opens by no signature older than two minutes', () => {
    expect(exports()).toHaveLength(Object.keys(stages).length);
    for (const bucket of exports()) {
      const [rule] = bucket.properties['BucketEncryption'].ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.KMSMasterKeyID['Fn::GetAtt'][0], bucket.at).toMatch(/^KeysExportsKey/);
      expect(bucket.properties['CorsConfiguration'], bucket.at).toBeUndefined();
      const conditions = denialsOf(bucket).map(({ Condition }) => Condition);
      expect(conditions, bucket.at).toContainEqual({ NumericGreaterThan: { 's3:signatureAge': 120_000 } });
    }
  });

  it('forgets fragments after two days and packages the day after their date, whoever forgot them', () => {
    for (const bucket of exports()) {
      const rules = bucket.properties['LifecycleConfiguration'].Rules;
      for (const [prefix, days] of [
        ['work/', 2],
        ['packages/', 8],
      ] as const) {
        const rule = { Prefix: prefix, ExpirationInDays: days, NoncurrentVersionExpiration: { NoncurrentDays: 1 } };
        expect(rules, bucket.at).toContainEqual(expect.objectContaining(rule));
      }
    }
  });
});

describe('the bucket of lists of fraudsters', () => {
  const lists = () => resourcesOf('AWS::S3::Bucket').filter(({ logicalId }) => logicalId.startsWith('ScreeningLists'));

  it('has a key of its own, announces new versions, lets old ones go, and is never reached from a browser', () => {
    expect(lists()).toHaveLength(Object.keys(stages).length);
    for (const bucket of lists()) {
      const [rule] = bucket.properties['BucketEncryption'].ServerSideEncryptionConfiguration;
      expect(rule.ServerSideEncryptionByDefault.KMSMasterKeyID['Fn::GetAtt'][0], bucket.at).toMatch(
        /^KeysScreeningListsKey/,
      );
      expect(bucket.properties['NotificationConfiguration'], bucket.at).toEqual({
        EventBridgeConfiguration: { EventBridgeEnabled: true },
      });
      expect(bucket.properties['LifecycleConfiguration'].Rules, bucket.at).toContainEqual(
        expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: 90 }, Status: 'Enabled' }),
      );
      expect(bucket.properties['CorsConfiguration'], bucket.at).toBeUndefined();
    }
  });
});
