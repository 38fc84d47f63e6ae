import { CfnOutput, Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  EmailSendingEvent,
  EventDestination,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import type { Construct } from 'constructs';
import type { MailClass } from '../needs.ts';
import type { Region } from '../regions.ts';
import type { MailResources } from '../resources.ts';

/** What becomes of a mail. Opens and clicks are not watched: mails carry no tracking (design 6). */
const watchedEvents = [
  EmailSendingEvent.SEND,
  EmailSendingEvent.DELIVERY,
  EmailSendingEvent.BOUNCE,
  EmailSendingEvent.COMPLAINT,
  EmailSendingEvent.REJECT,
  EmailSendingEvent.RENDERING_FAILURE,
];

/** The identity that mail comes from, and one configuration set per class of mail. */
export class MailStack extends Stack {
  readonly mail: MailResources;

  constructor(scope: Construct, { mailDomain }: Region) {
    super(scope, 'Mail', { stackName: 'sesetoro-mail' });
    const identity = new EmailIdentity(this, 'Identity', {
      identity: Identity.domain(mailDomain),
      mailFromDomain: `bounces.${mailDomain}`,
    });
    for (const [position, record] of identity.dkimRecords.entries()) {
      new CfnOutput(this, `DkimRecord${position + 1}`, { value: `${record.name} CNAME ${record.value}` });
    }
    this.mail = {
      from: `no-reply@${mailDomain}`,
      identityArn: identity.emailIdentityArn,
      configurationSets: {
        security: this.configurationSet('security'),
        transactional: this.configurationSet('transactional'),
        marketing: this.configurationSet('marketing'),
        breach: this.configurationSet('breach'),
      },
    };
  }

  /** A complaint about another mail must not keep a breach notice from a person whom a law says to tell. */
  private configurationSet(mailClass: MailClass): { name: string; arn: string } {
    const name = `sesetoro-${mailClass}`;
    const set = new ConfigurationSet(this, `${mailClass.charAt(0).toUpperCase()}${mailClass.slice(1)}Mails`, {
      configurationSetName: name,
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons:
        mailClass === 'breach' ? SuppressionReasons.BOUNCES_ONLY : SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    set.addEventDestination('Events', {
      destination: EventDestination.eventBus(EventBus.fromEventBusName(this, `${mailClass}Bus`, 'default')),
      events: watchedEvents,
    });
    const arn = this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: name });
    return { name: set.configurationSetName, arn };
  }
}
