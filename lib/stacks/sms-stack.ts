import { Stack } from 'aws-cdk-lib';
import { CfnConfigurationSet } from 'aws-cdk-lib/aws-smsvoice';
import type { Construct } from 'constructs';
import type { SmsSource } from '../regions.ts';
import type { SmsResources } from '../resources.ts';

/**
 * What text messages are sent through. The set has no event destination: each kind that there is (CloudWatch Logs,
 * Firehose, SNS) would keep the full number outside of what closing an account ends.
 */
export class SmsStack extends Stack {
  readonly sms: SmsResources;

  constructor(scope: Construct, { originationIdentity, protectConfigurationId }: SmsSource) {
    super(scope, 'Sms', { stackName: 'sesetoro-sms' });
    const name = 'sesetoro-security-sms';
    new CfnConfigurationSet(this, 'SecurityMessages', {
      configurationSetName: name,
      ...(protectConfigurationId === undefined ? {} : { protectConfigurationId }),
    });
    const arnOf = (resource: string) => `arn:${this.partition}:sms-voice:${this.region}:${this.account}:${resource}`;
    this.sms = {
      originationIdentityArn: arnOf(originationIdentity),
      configurationSet: { name, arn: arnOf(`configuration-set/${name}`) },
    };
  }
}
