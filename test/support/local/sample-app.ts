import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  App,
  aws_dynamodb,
  aws_guardduty,
  aws_iam,
  aws_kms,
  aws_lambda,
  aws_s3,
  aws_sqs,
  Duration,
  RemovalPolicy,
  Stack,
  Stage,
} from 'aws-cdk-lib';
import {
  aws_apigatewayv2,
  aws_cognito,
  aws_events,
  aws_events_targets,
  aws_lambda_event_sources,
  aws_ses,
} from 'aws-cdk-lib';
import {
  aws_apigatewayv2_authorizers,
  aws_apigatewayv2_integrations,
  aws_scheduler,
  aws_scheduler_targets,
} from 'aws-cdk-lib';
import { build } from 'esbuild';

/** What the routes of the sample app answer is in `handlers/items.ts`. */
export const sampleRoutes = [
  'GET /time',
  'GET /echo/{name}',
  'POST /echo/{name}',
  'PUT /items/{id}',
  'GET /items/{id}',
  'GET /scan',
  'POST /jobs',
  'POST /documents',
  'POST /mails',
  'GET /hang',
  'GET /crash',
  'GET /throw',
];

const handlers = {
  items: new URL('./handlers/items.ts', import.meta.url),
  worker: new URL('./handlers/worker.ts', import.meta.url),
};

async function bundle(name: keyof typeof handlers, folder: string): Promise<string> {
  const outFolder = path.join(folder, name);
  await build({
    entryPoints: [fileURLToPath(handlers[name])],
    outfile: path.join(outFolder, 'index.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'error',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  });
  return outFolder;
}

class DataStack extends Stack {
  readonly key = new aws_kms.Key(this, 'Key', { enableKeyRotation: true });
  readonly table = new aws_dynamodb.TableV2(this, 'Items', {
    partitionKey: { name: 'id', type: aws_dynamodb.AttributeType.STRING },
    encryption: aws_dynamodb.TableEncryptionV2.customerManagedKey(this.key),
    dynamoStream: aws_dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
    timeToLiveAttribute: 'endsAtSeconds',
  });
  readonly heard = new aws_dynamodb.TableV2(this, 'Heard', {
    partitionKey: { name: 'id', type: aws_dynamodb.AttributeType.STRING },
  });
  readonly deadLetters = new aws_sqs.Queue(this, 'DeadLetters');
  readonly queue = new aws_sqs.Queue(this, 'Jobs', {
    visibilityTimeout: Duration.seconds(30),
    deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 2 },
  });
  readonly bucket = new aws_s3.Bucket(this, 'Documents', {
    encryption: aws_s3.BucketEncryption.KMS,
    encryptionKey: this.key,
    bucketKeyEnabled: true,
    enforceSSL: true,
    versioned: true,
    removalPolicy: RemovalPolicy.RETAIN,
    eventBridgeEnabled: true,
  });

  constructor(scope: Stage) {
    super(scope, 'Data');
    new aws_events.Rule(this, 'Uploads', {
      eventPattern: { source: ['aws.s3'], detailType: ['Object Created'] },
      targets: [new aws_events_targets.SqsQueue(this.queue)],
    });
    this.protect();
  }

  /** Uploads under `scanned/` are scanned; the scanner's role reaches those under `scanned/open/` only. */
  private protect(): void {
    const objects = this.bucket.arnForObjects('scanned/open/*');
    const scanner = new aws_iam.Role(this, 'Scanner', {
      assumedBy: new aws_iam.ServicePrincipal('malware-protection-plan.guardduty.amazonaws.com'),
    });
    const actions = [
      's3:GetObjectVersion',
      's3:GetObjectVersionTagging',
      's3:PutObjectVersionTagging',
      's3:ListBucket',
    ];
    scanner.addToPolicy(new aws_iam.PolicyStatement({ actions, resources: [objects, this.bucket.bucketArn] }));
    this.key.grantDecrypt(scanner);
    new aws_guardduty.CfnMalwareProtectionPlan(this, 'Plan', {
      role: scanner.roleArn,
      protectedResource: { s3Bucket: { bucketName: this.bucket.bucketName, objectPrefixes: ['scanned/'] } },
      actions: { tagging: { status: 'ENABLED' } },
    });
    new aws_events.Rule(this, 'Scans', {
      eventPattern: { source: ['aws.guardduty'] },
      targets: [new aws_events_targets.SqsQueue(this.queue)],
    });
  }
}

class ApiStack extends Stack {
  constructor(scope: Stage, data: DataStack, bundles: { items: string; worker: string }) {
    super(scope, 'Api');
    const set = new aws_ses.ConfigurationSet(this, 'Mails');
    const identity = new aws_ses.EmailIdentity(this, 'Identity', { identity: aws_ses.Identity.domain('sample.test') });
    const items = new aws_lambda.Function(this, 'ItemsFunction', {
      runtime: aws_lambda.Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: aws_lambda.Code.fromAsset(bundles.items),
      timeout: Duration.seconds(5),
      memorySize: 256,
      environment: {
        TABLE_NAME: data.table.tableName,
        QUEUE_URL: data.queue.queueUrl,
        BUCKET_NAME: data.bucket.bucketName,
        CONFIGURATION_SET: set.configurationSetName,
      },
    });
    data.table.grant(items, 'dynamodb:PutItem', 'dynamodb:GetItem');
    data.key.grantEncryptDecrypt(items);
    data.queue.grantSendMessages(items);
    data.bucket.grantPut(items);
    identity.grantSendEmail(items);
    items.addToRolePolicy(
      new aws_iam.PolicyStatement({
        actions: ['ses:SendEmail'],
        resources: [
          this.formatArn({ service: 'ses', resource: 'configuration-set', resourceName: set.configurationSetName }),
        ],
      }),
    );
    this.addWorkers(data, bundles.worker);
    this.addApi(items);
  }

  private addWorkers(data: DataStack, code: string) {
    const worker = (id: string) => {
      const made = new aws_lambda.Function(this, id, {
        runtime: aws_lambda.Runtime.NODEJS_24_X,
        handler: 'index.handler',
        code: aws_lambda.Code.fromAsset(code),
        timeout: Duration.seconds(5),
        environment: { TABLE_NAME: data.heard.tableName, HEARD: id },
      });
      data.heard.grant(made, 'dynamodb:PutItem');
      return made;
    };
    const jobs = worker('JobWorker');
    jobs.addEventSource(new aws_lambda_event_sources.SqsEventSource(data.queue, { reportBatchItemFailures: true }));
    const changes = worker('ChangeWorker');
    data.key.grantDecrypt(changes);
    changes.addEventSource(
      new aws_lambda_event_sources.DynamoEventSource(data.table as aws_dynamodb.ITable, {
        startingPosition: aws_lambda.StartingPosition.TRIM_HORIZON,
        batchSize: 10,
        retryAttempts: 2,
        filters: [aws_lambda.FilterCriteria.filter({ eventName: aws_lambda.FilterRule.isEqual('INSERT') })],
      }),
    );
    new aws_events.Rule(this, 'Nightly', {
      schedule: aws_events.Schedule.cron({ hour: '2', minute: '0' }),
      targets: [new aws_events_targets.LambdaFunction(worker('NightWorker'))],
    });
    new aws_scheduler.Schedule(this, 'Hourly', {
      schedule: aws_scheduler.ScheduleExpression.rate(Duration.hours(1)),
      target: new aws_scheduler_targets.LambdaInvoke(worker('HourWorker')),
    });
  }

  private addApi(items: aws_lambda.Function) {
    const pool = new aws_cognito.UserPool(this, 'Staff');
    const client = pool.addClient('Console');
    new aws_cognito.UserPoolGroup(this, 'Officers', { userPool: pool, groupName: 'dpo' });
    const api = new aws_apigatewayv2.HttpApi(this, 'HttpApi', {
      corsPreflight: {
        allowOrigins: ['https://play.sample.test'],
        allowMethods: [aws_apigatewayv2.CorsHttpMethod.GET, aws_apigatewayv2.CorsHttpMethod.PUT],
        allowHeaders: ['content-type'],
      },
    });
    const integration = new aws_apigatewayv2_integrations.HttpLambdaIntegration('Items', items);
    for (const route of sampleRoutes) {
      const [method, path] = route.split(' ');
      api.addRoutes({ path: path!, methods: [method as aws_apigatewayv2.HttpMethod], integration });
    }
    const authorizer = new aws_apigatewayv2_authorizers.HttpUserPoolAuthorizer('StaffAuthorizer', pool, {
      userPoolClients: [client],
    });
    api.addRoutes({ path: '/staff', methods: [aws_apigatewayv2.HttpMethod.GET], integration, authorizer });
    const machine = new aws_apigatewayv2_authorizers.HttpIamAuthorizer();
    api.addRoutes({ path: '/machine', methods: [aws_apigatewayv2.HttpMethod.GET], integration, authorizer: machine });
  }
}

/**
 * Synthesises a small app into a new temporary folder, with one stage `local` of two stacks that refer to each other.
 * Answers the stage's assembly folder; remove `folder` afterwards.
 */
export async function synthesiseSample(): Promise<{ folder: string; assemblyFolder: string }> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sample-app-'));
  const bundles = {
    items: await bundle('items', path.join(folder, 'bundles')),
    worker: await bundle('worker', path.join(folder, 'bundles')),
  };
  const app = new App({ outdir: path.join(folder, 'cdk.out'), analyticsReporting: false });
  const stage = new Stage(app, 'local', { env: { region: 'ap-southeast-3', account: '000000000000' } });
  const data = new DataStack(stage);
  new ApiStack(stage, data, bundles);
  app.synth();
  return { folder, assemblyFolder: path.join(folder, 'cdk.out', 'assembly-local') };
}
