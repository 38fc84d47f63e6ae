import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import {
  type Alarm,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
  type Metric,
} from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, LogGroup, MetricFilter, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import { environmentFor } from '../environment.ts';
import type { Needs } from '../needs.ts';
import { statementsFor } from '../permissions.ts';
import type { RegionResources } from '../resources.ts';

const alarmPeriod = Duration.minutes(5);

/** What a function is made of, whatever wakes it. */
export interface ServiceFunctionSettings {
  /** `functions/<noun>/<verb>`. */
  entry: string;
  needs: Needs;
  /** Permissions of its source: emptying its queue, reading its stream. */
  sourceStatements?: readonly PolicyStatement[];
  /** Settings beside those of its needs. */
  environment?: Readonly<Record<string, string>>;
  /** Encrypts the settings, where one of them is secret. Lambda makes the function's role a grant for it. */
  environmentKey?: IKey;
  errorImpact: string;
  alarmsOn?: Readonly<Record<string, string>>;
  memoryMegabytes?: number;
  timeoutSeconds: number;
  /** How many may run at once. */
  reservedConcurrency?: number;
}

/** The verb of an entry in the form of a construct id: `functions/player/show-page` is `ShowPage`. */
function verbIdOf(entry: string): string {
  const verb = entry.split('/').at(-1) ?? entry;
  return verb.replaceAll(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

/** One function with its own role, log group and alarms. The role can do exactly what the row needs. */
export class ServiceFunction extends Construct {
  readonly function: LambdaFunction;
  /** Sources wait for it: without its permissions a mapping cannot be made. */
  readonly policy: Policy;
  private readonly errorImpact: string;
  private readonly alarmTopic: ITopic;

  constructor(scope: Construct, settings: ServiceFunctionSettings, resources: RegionResources) {
    super(scope, verbIdOf(settings.entry));
    this.errorImpact = settings.errorImpact;
    this.alarmTopic = resources.alarms;
    const logGroup = new LogGroup(this, 'Log', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: resources.keys.logs,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.policy = new Policy(this, 'Policy', {
      roles: [role],
      statements: [
        new PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [logGroup.logGroupArn],
        }),
        ...statementsFor(settings.needs, resources),
        ...(settings.sourceStatements ?? []),
      ],
    });
    this.acknowledgePrefixes(settings.needs);
    this.function = new LambdaFunction(this, 'Function', {
      functionName: settings.entry.replace('functions/', 'sesetoro-').replaceAll('/', '-'),
      description: settings.errorImpact,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: resources.codeOf(settings.entry),
      handler: 'index.handler',
      role,
      logGroup,
      memorySize: settings.memoryMegabytes ?? 512,
      timeout: Duration.seconds(settings.timeoutSeconds),
      reservedConcurrentExecutions: settings.reservedConcurrency,
      environmentEncryption: settings.environmentKey,
      environment: { ...environmentFor(settings.needs, resources), ...settings.environment },
    });
    this.function.node.addDependency(this.policy);
    this.addAlarms(settings, logGroup);
  }

  /** A missed timer is never silent: alarms when the function did not run for twice the time between its runs. */
  alarmOnSilence(minutesBetweenRuns: number): void {
    const runs = this.function.metricInvocations({ period: Duration.minutes(minutesBetweenRuns), statistic: 'Sum' });
    const alarm = runs.createAlarm(this, 'AlarmSilent', {
      alarmDescription: `It was not started in time. ${this.errorImpact}`,
      threshold: 1,
      evaluationPeriods: minutesBetweenRuns > 60 * 12 ? 1 : 2,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.alarmTopic));
  }

  private acknowledgePrefixes({ objects }: Needs): void {
    const prefixes = new Set(Object.values(objects?.kyc ?? {}).flat());
    if (prefixes.has('incoming/')) acknowledge(this.policy, 'incoming-documents');
    if (prefixes.has('accepted/')) acknowledge(this.policy, 'accepted-documents');
    const ofExports = new Set(Object.values(objects?.exports ?? {}).flat());
    if (ofExports.has('work/')) acknowledge(this.policy, 'export-fragments');
    if (ofExports.has('packages/')) acknowledge(this.policy, 'export-packages');
  }

  /** Handlers answer 500 instead of failing, so that defects are counted from the log, beside Lambda's own errors. */
  private addAlarms(settings: ServiceFunctionSettings, logGroup: LogGroup): void {
    const countOf = (code: string) => this.countOf(code, settings.entry, logGroup);
    const failures = new MathExpression({
      expression: 'errors + FILL(defects, 0)',
      usingMetrics: { errors: this.function.metricErrors({ period: alarmPeriod }), defects: countOf('DEFECT') },
      period: alarmPeriod,
      label: 'Failures',
    });
    const alarms = [
      this.alarm('Dead', failures, settings.errorImpact),
      ...Object.entries(settings.alarmsOn ?? {}).map(([code, sentence]) => this.alarm(code, countOf(code), sentence)),
    ];
    for (const alarm of alarms) alarm.addAlarmAction(new SnsAction(this.alarmTopic));
  }

  private countOf(code: string, entry: string, logGroup: LogGroup): Metric {
    const filter = new MetricFilter(this, `Count${code}`, {
      logGroup,
      filterPattern: FilterPattern.stringValue('$.code', '=', code),
      metricNamespace: 'sesetoro',
      metricName: `${entry.replace('functions/', '')}/${code}`,
    });
    return filter.metric({ statistic: 'Sum', period: alarmPeriod });
  }

  private alarm(id: string, metric: Metric | MathExpression, sentence: string): Alarm {
    return metric.createAlarm(this, `Alarm${id}`, {
      alarmDescription: sentence,
      threshold: 1,
      evaluationPeriods: 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
  }
}
