import { Duration, Stack } from 'aws-cdk-lib';
import { HttpMethod, HttpNoneAuthorizer, HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Rule, Schedule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import { ServiceFunction } from '../constructs/service-function.ts';
import { knowsPlayers, knowsStaff, together, type Needs } from '../needs.ts';
import { originSecretReference } from '../origin-secrets.ts';
import { emptyingStatements } from '../permissions/messages.ts';
import type { RegionResources } from '../resources.ts';
import type { CallerKind, RouteRow } from '../route-row.ts';
import { queueOf, workerTimeoutSecondsDefault, type WorkerRow } from '../worker-row.ts';
import type { ApiStack } from './api-stack.ts';

/** One argon2id hash (19 MiB, 2 passes) keeps a vCPU busy for about 30 ms: 1,769 MB buy one whole vCPU. */
const hashing = { memoryMegabytes: 1769, reservedConcurrency: 20 };
const routeTimeoutSecondsDefault = 10;

const needsOfCaller: Readonly<Record<CallerKind, Needs>> = {
  public: {},
  webhook: {},
  player: knowsPlayers,
  staff: knowsStaff,
};

/** What the edge must ask of a player before this route. */
const playerSettings = ({ stepUp, worksWithoutConsent }: RouteRow): Record<string, string> => ({
  ROUTE_STEP_UP: stepUp ? 'needed' : 'not-needed',
  ROUTE_CONSENT: worksWithoutConsent ? 'not-needed' : 'needed',
});

interface NounStackSettings {
  noun: string;
  routes: readonly RouteRow[];
  workers: readonly WorkerRow[];
  api: ApiStack;
  resources: RegionResources;
}

/** The noun of an entry: `functions/player/register` is `player`. */
export function nounOf(entry: string): string {
  return entry.split('/')[1] ?? entry;
}

type ScheduleSource = Extract<WorkerRow['source'], { kind: 'schedule' }>;

const minutesBetween = (source: ScheduleSource) => ('everyMinutes' in source ? source.everyMinutes : 24 * 60);

/** The functions of one noun: one per row, with what wakes it. */
export class NounStack extends Stack {
  private readonly resources: RegionResources;

  constructor(scope: Construct, { noun, routes, workers, api, resources }: NounStackSettings) {
    super(scope, `${noun.charAt(0).toUpperCase()}${noun.slice(1)}`, { stackName: `sesetoro-${noun}` });
    this.resources = resources;
    // The names of its secrets stand in settings of functions: no reference says that they must be there first.
    if (routes.length > 0) this.addStackDependency(api);
    for (const row of routes) this.addRoute(row, api);
    for (const row of workers) this.addWorker(row);
  }

  private addRoute(row: RouteRow, { api, staffAuthorizer }: ApiStack): void {
    const { function: handler } = new ServiceFunction(
      this,
      {
        ...row,
        needs: together(row.needs, needsOfCaller[row.caller]),
        timeoutSeconds: row.timeoutSeconds ?? routeTimeoutSecondsDefault,
        ...(row.hashesPasswords ? hashing : {}),
        environmentKey: this.resources.keys['origin-secret'],
        environment: {
          ROUTE_CALLER: row.caller,
          ORIGIN_SECRET: this.resources.settings.originSecrets.map(originSecretReference).join(','),
          ...(row.roles === undefined ? {} : { ROUTE_ROLES: row.roles.join(',') }),
          ...(row.caller === 'player' ? playerSettings(row) : {}),
        },
      },
      this.resources,
    );
    const route = new HttpRoute(handler, 'Route', {
      httpApi: api,
      routeKey: row.path === '$default' ? HttpRouteKey.DEFAULT : HttpRouteKey.with(row.path, HttpMethod[row.method]),
      integration: new HttpLambdaIntegration('Integration', handler),
      authorizer: row.caller === 'staff' ? staffAuthorizer : new HttpNoneAuthorizer(),
    });
    if (row.caller !== 'staff') acknowledge(route, `${row.caller}-route`);
  }

  private addWorker(row: WorkerRow): void {
    const made = new ServiceFunction(
      this,
      {
        ...row,
        timeoutSeconds: row.timeoutSeconds ?? workerTimeoutSecondsDefault,
        sourceStatements: this.sourceStatements(row),
      },
      this.resources,
    );
    if (row.source.kind === 'schedule') this.addSchedule(row.name, row.source, made);
    else this.addMapping(row, made);
  }

  private sourceStatements(row: WorkerRow): PolicyStatement[] {
    const queue = queueOf(row);
    if (queue !== undefined) return emptyingStatements(this.resources.queues[queue], this.resources);
    if (row.source.kind !== 'stream') return [];
    return [
      new PolicyStatement({
        actions: [
          'dynamodb:DescribeStream',
          'dynamodb:GetRecords',
          'dynamodb:GetShardIterator',
          'dynamodb:ListStreams',
        ],
        resources: [this.streamArn()],
      }),
    ];
  }

  private streamArn(): string {
    const { tableStreamArn } = this.resources.tables.outbox;
    if (tableStreamArn === undefined) throw new Error('The outbox has a stream');
    return tableStreamArn;
  }

  private addSchedule(name: string, source: ScheduleSource, made: ServiceFunction): void {
    const schedule =
      'everyMinutes' in source
        ? Schedule.rate(Duration.minutes(source.everyMinutes))
        : Schedule.cron({ hour: String(source.dailyAtUtc.hour), minute: String(source.dailyAtUtc.minute) });
    // The ready-made target would name its permission by the stage, and stages must not differ.
    const rule = new Rule(made, 'Schedule', {
      ruleName: `sesetoro-${name}`,
      schedule,
      targets: [{ bind: () => ({ arn: made.function.functionArn }) }],
    });
    made.function.addPermission('Schedule', {
      principal: new ServicePrincipal('events.amazonaws.com'),
      sourceArn: rule.ruleArn,
    });
    made.alarmOnSilence(minutesBetween(source));
  }

  private addMapping(row: WorkerRow, made: ServiceFunction): void {
    const { source } = row;
    const queue = queueOf(row);
    if (source.kind === 'schedule') return;
    const mapping = new EventSourceMapping(made, 'Mapping', {
      target: made.function,
      batchSize: source.batchSize,
      reportBatchItemFailures: true,
      ...(queue === undefined ? this.streamReading() : { eventSourceArn: this.resources.queues[queue].queueArn }),
      ...(source.kind === 'queue' ? { maxConcurrency: source.maximumConcurrency } : {}),
    });
    mapping.node.addDependency(made.policy);
  }

  /** Only new rows; a record that keeps failing is left to the sweep, which reads the table itself. */
  private streamReading() {
    return {
      eventSourceArn: this.streamArn(),
      startingPosition: StartingPosition.TRIM_HORIZON,
      bisectBatchOnError: true,
      retryAttempts: 5,
      filters: [FilterCriteria.filter({ eventName: FilterRule.isEqual('INSERT') })],
    };
  }
}
