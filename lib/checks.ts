import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { DocumentPrefix, ExportPrefix } from './needs.ts';

/** cdk-nag names a wildcard by the resource it stands in, here the bucket as the data stack exports it. */
const documentsFinding = (prefix: DocumentPrefix) =>
  `AwsSolutions::AwsSolutions-IAM5[Resource::sesetoro-data:ExportsOutputFnGetAttKycDocuments32C023FBArn9DED5C17/${prefix}*]`;

/** The same of the bucket of exports. */
const exportsFinding = (prefix: ExportPrefix) =>
  `AwsSolutions::AwsSolutions-IAM5[Resource::sesetoro-data:ExportsOutputFnGetAttExports25637AFBArn08434897/${prefix}*]`;

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
  'export-fragments': {
    id: exportsFinding('work/'),
    reason: 'Fragments have random keys below this prefix; the wildcard stands after the prefix that the row names.',
  },
  'export-packages': {
    id: exportsFinding('packages/'),
    reason: 'Packages have random keys below this prefix; the wildcard stands after the prefix that the row names.',
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
  'cdn-web-firewall': {
    id: 'AwsSolutions::AwsSolutions-CFR2',
    reason:
      'Web ACLs of CloudFront live in us-east-1 only, and inspect and sample requests there: personal data would leave the region. Limits per account and network are kept in the region instead (docs/adr/0012-cdn.md).',
  },
  'cdn-access-log': {
    id: 'AwsSolutions::AwsSolutions-CFR3',
    reason:
      'Addresses of viewers are personal, and the log would be a second, unsealed home for them. The access log of the API says what was asked and how it ended (docs/adr/0012-cdn.md).',
  },
  'cdn-geography': {
    id: 'AwsSolutions::AwsSolutions-CFR1',
    reason:
      'Where somebody may register is decided by the jurisdiction that they name and prove; players who travel must reach their account and their rights from anywhere.',
  },
  'cdn-default-certificate': {
    id: 'AwsSolutions::AwsSolutions-CFR4',
    reason:
      'No certificate is recorded for this region yet: CloudFront answers under its own domain, whose TLS policy cannot be chosen. With certificateArn the policy is TLSv1.2_2021.',
  },
  'origin-secret-rotation': {
    id: 'AwsSolutions::AwsSolutions-SMG4',
    reason:
      'A value that changes by itself would not reach functions and distribution, which get it at deployment. It is rotated by three deployments (docs/runbooks/rotate-origin-secret.md).',
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
