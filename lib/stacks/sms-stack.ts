import { Stack } from 'aws-cdk-lib';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import type { Construct } from 'constructs';
import type { Region } from '../regions.ts';
import type { SmsResources } from '../resources.ts';

/**
 * What text messages are sent through; it stands ready where a region sends none yet. The set has no event destination:
 * each kind that there is (CloudWatch Logs, Firehose, SNS) would keep the full number outside of what closing an account
 * ends.
 */
export class SmsStack extends Stack {
  /** Null where the region sends no text messages. */
  readonly sms: SmsResources | null;

  constructor(scope: Construct, { sms }: Region) {
    super(scope, 'Sms', { stackName: 'sesetoro-sms' });
    const name = 'sesetoro-security-sms';
    const protectConfigurationId = sms?.protectConfigurationId;
    new CfnConfigurationSet(this, 'SecurityMessages', {
      configurationSetName: name,
      ...(protectConfigurationId === undefined ? {} : { protectConfigurationId }),
    });
    this.sms = sms && {
      originationIdentityArn: this.arnOf(sms.originationIdentity),
      configurationSet: { name, arn: this.arnOf(`configuration-set/${name}`) },
    };
  }

  private arnOf(resource: string): string {
    return `arn:${this.partition}:sms-voice:${this.region}:${this.account}:${resource}`;
  }
}
