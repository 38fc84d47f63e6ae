import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DocumentPrefix } from './needs.ts';

/** cdk-nag names a wildcard by the resource it stands in, here the bucket as the data stack exports it. */
const documentsFinding = (prefix: DocumentPrefix) =>
  `AwsSolutions::AwsSolutions-IAM5[Resource::sesetoro-data:ExportsOutputFnGetAttKycDocuments32C023FBArn9DED5C17/${prefix}*]`;

/** Every finding of cdk-nag that we answer for, with the reason. Nothing else may be acknowledged (a law of `test/lib`). */
export const acknowledgements = {
  'player-route': {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason:
      'Player tokens are opaque and end at once; the function checks them with one consistent read. A generated test calls every player route without, with a foreign and with an ended token.',
  },
  'public-route': {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason: 'Anybody may call this route: it serves people who have no account yet, or nothing personal.',
  },
  'webhook-route': {
    id: 'AwsSolutions::AwsSolutions-APIG4',
    reason:
      'Payment processors sign the body with Ed25519 (Standard Webhooks); the function checks it before anything.',
  },
  'incoming-documents': {
    id: documentsFinding('incoming/'),
    reason: 'Uploads have random keys below this prefix; the wildcard stands after the prefix that the row names.',
  },
  'accepted-documents': {
    id: documentsFinding('accepted/'),
    reason: 'Documents have random keys below this prefix; the wildcard stands after the prefix that the row names.',
  },
  'scanned-documents': {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::<KycDocuments32C023FB.Arn>/incoming/*]',
    reason: 'The scanner reads and tags uploads, which have random keys below this prefix, and nothing else.',
  },
  'scanner-rule': {
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:events:<AWS::Region>:<AWS::AccountId>:rule/DO-NOT-DELETE-AmazonGuardDutyMalwareProtectionS3*]',
    reason:
      'GuardDuty names its own managed rule with this beginning; the condition holds the role to rules it manages.',
  },
  'staff-password': {
    id: 'AwsSolutions::AwsSolutions-COG1',
    reason:
      'NIST SP 800-63B-4 forbids composition rules; staff passwords have at least 15 characters and a second factor always.',
  },
} as const satisfies Record<string, { id: string; reason: string }>;

/** Acknowledges one finding on one construct, by the name under which its reason is written down. */
export function acknowledge(construct: IConstruct, finding: keyof typeof acknowledgements): void {
  Validations.of(construct).acknowledge(acknowledgements[finding]);
}
