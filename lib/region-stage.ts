import { Stage } from 'aws-cdk-lib';
import type { Code } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import type { Region } from './regions.ts';
import type { RegionResources } from './resources.ts';
import { routes } from './routes.ts';
import { AlarmStack } from './stacks/alarm-stack.ts';
import { ApiStack } from './stacks/api-stack.ts';
import { CdnStack } from './stacks/cdn-stack.ts';
import { DataStack } from './stacks/data-stack.ts';
import { MailStack } from './stacks/mail-stack.ts';
import { nounOf, NounStack } from './stacks/noun-stack.ts';
import { QueueStack } from './stacks/queue-stack.ts';
import { SmsStack } from './stacks/sms-stack.ts';
import { workers } from './workers.ts';

/** Everything of one region: data, alarms, queues, mail, the API, and one stack of functions per noun. */
export class RegionStage extends Stage {
  constructor(scope: Construct, id: string, { region, codeOf }: { region: Region; codeOf: (entry: string) => Code }) {
    super(scope, id, { env: { region: region.region, account: region.account } });
    const data = new DataStack(this, region);
    const alarms = new AlarmStack(this, { key: data.keys.queues });
    const { queues } = new QueueStack(this, {
      region,
      keys: data.keys,
      kycBucket: data.kycBucket,
      screeningLists: data.screeningLists,
      alarms: alarms.topic,
      workers,
    });
    const resources: RegionResources = {
      settings: region,
      tables: data.tables,
      keys: data.keys,
      kycBucket: data.kycBucket,
      exportBucket: data.exportBucket,
      screeningLists: data.screeningLists,
      queues,
      mail: new MailStack(this, region).mail,
      sms: new SmsStack(this, region).sms,
      alarms: alarms.topic,
      codeOf,
    };
    const api = new ApiStack(this, { region, logKey: data.keys.logs, secretKey: data.keys['origin-secret'] });
    this.addNouns(api, resources);
    new CdnStack(this, { region, api: api.api }).addStackDependency(api);
  }

  private addNouns(api: ApiStack, resources: RegionResources): void {
    const nouns = new Set([...routes, ...workers].map(({ entry }) => nounOf(entry)));
    for (const noun of nouns) {
      const ofNoun = ({ entry }: { entry: string }) => nounOf(entry) === noun;
      new NounStack(this, {
        noun,
        routes: routes.filter(ofNoun),
        workers: workers.filter(ofNoun),
        api,
        resources,
      });
    }
  }
}
