import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

const encryptionKeys = {
  tables: 'Encrypts every table but the one of subject keys',
  'subject-keys': 'Wraps the data keys of subjects and encrypts their table',
  compliance: 'Wraps the data keys that a law keeps after an account is closed',
  'kyc-documents': 'Encrypts identity documents',
  exports: 'Encrypts copies of their data that players asked for',
  'screening-lists': 'Encrypts lists of fraudsters',
  queues: 'Encrypts queues and the alarm topic',
  logs: 'Encrypts logs',
  'origin-secret': 'Encrypts the origin secret and the settings of functions that know it',
} as const;

const indexKeys = {
  'email-index': 'Blind index of e-mail addresses',
  'phone-index': 'Blind index of phone numbers',
  'identity-number-index': 'Blind index of government ID numbers',
  'account-number-index': 'Blind index of account numbers',
  'document-index': 'Blind index of the contents of identity documents',
} as const;

/** Name of a key and, upper-cased with underscores, of its setting (`KEY_EMAIL_INDEX`). */
export type KeyName = keyof typeof encryptionKeys | keyof typeof indexKeys;

const idOf = (name: string) => `${name.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())}Key`;

/** The KMS keys of a region. They outlive their stack: without them nothing that they cover can be read again. */
export class RegionKeys extends Construct {
  readonly byName: Readonly<Record<KeyName, Key>>;

  constructor(scope: Construct) {
    super(scope, 'Keys');
    this.byName = {
      tables: this.encryptionKey('tables'),
      'subject-keys': this.encryptionKey('subject-keys'),
      compliance: this.encryptionKey('compliance'),
      'kyc-documents': this.encryptionKey('kyc-documents'),
      exports: this.encryptionKey('exports'),
      'screening-lists': this.encryptionKey('screening-lists'),
      queues: this.encryptionKey('queues'),
      logs: this.encryptionKey('logs'),
      'origin-secret': this.encryptionKey('origin-secret'),
      'email-index': this.indexKey('email-index'),
      'phone-index': this.indexKey('phone-index'),
      'identity-number-index': this.indexKey('identity-number-index'),
      'account-number-index': this.indexKey('account-number-index'),
      'document-index': this.indexKey('document-index'),
    };
    this.letLogsBeEncrypted();
    this.letQueuesBeFed();
  }

  private encryptionKey(name: keyof typeof encryptionKeys): Key {
    return new Key(this, idOf(name), {
      description: encryptionKeys[name],
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  /** KMS cannot rotate HMAC keys; a new one means a new version prefix of the index. */
  private indexKey(name: keyof typeof indexKeys): Key {
    return new Key(this, idOf(name), {
      description: indexKeys[name],
      keySpec: KeySpec.HMAC_256,
      keyUsage: KeyUsage.GENERATE_VERIFY_MAC,
      removalPolicy: RemovalPolicy.RETAIN,
    });
  }

  private letLogsBeEncrypted(): void {
    const { account, region } = Stack.of(this);
    this.byName.logs.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
        actions: [
          'kms:Decrypt',
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptFrom',
          'kms:ReEncryptTo',
        ],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:log-group:*` },
        },
      }),
    );
  }

  /** Alarms are published to an encrypted topic, events of AWS put on encrypted queues. */
  private letQueuesBeFed(): void {
    this.byName.queues.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com'), new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
