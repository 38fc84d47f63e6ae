import type { Clock } from '../clock.ts';
import type { DynamoDb } from '../dynamodb/engine.ts';
import type { Permissions } from '../edge/permissions.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import type { Need } from '../identity.ts';
import type { LambdaHost } from '../lambda/host.ts';
import { startStreamMapping } from '../lambda/stream-mapping.ts';
import type { StreamMapping } from '../lambda/stream-mapping.ts';
import type { StreamPositions } from '../lambda/stream-positions.ts';
import { readStreamSettings } from '../lambda/stream-settings.ts';
import type { QueueMapping } from '../sqs/mapping.ts';
import type { Sqs } from '../sqs/sqs.ts';
import { numberAt, optionalNumberAt, recordAt, textAt, textsAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

/** The event source mappings under way. */
export interface Mappings {
  /** Says that a table has new stream records. */
  wake(tableName: string): void;
  /** Whether a batch is being delivered or a stream record waits. */
  isBusy(): boolean;
  /** ARNs of the queues that functions empty. */
  queueArns(): readonly string[];
}

/** What mappings connect. */
export interface MappingParts {
  stage: Stage;
  clock: Clock;
  sqs: Sqs;
  dynamodb: DynamoDb;
  host: LambdaHost;
  permissions: Permissions;
  positions: StreamPositions;
  faults: FaultPlan;
  /** Role of each function, by its name. */
  roleOf(functionName: string): string;
  /** Permissions on a queue's or table's own key that come with using it. */
  keyNeeds(needs: readonly Need[]): readonly Need[];
  onFailure(functionName: string, error: unknown): void;
}

function connect(parts: MappingParts, { properties }: Resource) {
  const functionName = textAt(properties, 'FunctionName').split(':').at(-1) ?? '';
  const authorizeNeed = parts.permissions.authorizeRole(parts.roleOf(functionName), functionName);
  return {
    invoke: (event: unknown) => parts.host.invoke(functionName, event),
    authorize: (need: Need) => [need, ...parts.keyNeeds([need])].forEach(authorizeNeed),
    deliveryFault: () => parts.faults.meetDelivery(functionName),
    onFailure: (error: unknown) => parts.onFailure(functionName, error),
  };
}

/** Properties of a queue's mapping that are read here; a filter, for one, would silently let everything through. */
const queueMappingProperties: readonly string[] = [
  'BatchSize',
  'Enabled',
  'EventSourceArn',
  'FunctionName',
  'FunctionResponseTypes',
  'MaximumBatchingWindowInSeconds',
  'ScalingConfig',
  'Tags',
];

function startQueueMapping(parts: MappingParts, resource: Resource): QueueMapping {
  const { properties, logicalId } = resource;
  const stranger = Object.keys(properties).find((name) => !queueMappingProperties.includes(name));
  if (stranger !== undefined) throw new Error(`The local cloud does not know ${stranger} of the mapping ${logicalId}`);
  const concurrency = optionalNumberAt(recordAt(properties, 'ScalingConfig'), 'MaximumConcurrency');
  return parts.sqs.startMapping({
    ...connect(parts, resource),
    queueArn: textAt(properties, 'EventSourceArn'),
    batchSize: numberAt(properties, 'BatchSize', 10),
    windowSeconds: numberAt(properties, 'MaximumBatchingWindowInSeconds', 0),
    reportsItemFailures: textsAt(properties, 'FunctionResponseTypes').includes('ReportBatchItemFailures'),
    ...(concurrency !== undefined && { maximumConcurrency: concurrency }),
  });
}

function startTableMapping(parts: MappingParts, resource: Resource): StreamMapping & { tableName: string } {
  const settings = readStreamSettings(resource.name, resource.properties);
  const mapping = startStreamMapping({
    ...connect(parts, resource),
    source: parts.dynamodb,
    positions: parts.positions,
    clock: parts.clock,
    settings,
    onDiscard: (description, destinationArn) => {
      if (destinationArn !== undefined) parts.sqs.deliver(destinationArn, JSON.stringify(description));
    },
  });
  return { ...mapping, tableName: settings.tableName };
}

/**
 * Starts every event source mapping of the stage; `teardown` ends them. Throws when a function's role may not read its
 * source.
 */
export function startMappings(parts: MappingParts, teardown: AsyncDisposableStack): Mappings {
  const closing = <Mapping extends { close(): Promise<void> }>(mapping: Mapping): Mapping => {
    teardown.defer(() => mapping.close());
    return mapping;
  };
  const declared = parts.stage.resources('AWS::Lambda::EventSourceMapping');
  const all = declared.filter(({ properties }) => properties['Enabled'] !== false);
  const fromQueues = all.filter(({ properties }) => textAt(properties, 'EventSourceArn').includes(':sqs:'));
  const fromTables = all.filter((resource) => !fromQueues.includes(resource));
  const queues = fromQueues.map((resource) => closing(startQueueMapping(parts, resource)));
  const tables = fromTables.map((resource) => closing(startTableMapping(parts, resource)));
  return {
    wake(tableName) {
      for (const mapping of tables) if (mapping.tableName === tableName) mapping.wake();
    },
    isBusy: () => queues.some((mapping) => mapping.running() > 0) || tables.some((mapping) => mapping.isBehind()),
    queueArns: () => fromQueues.map(({ properties }) => textAt(properties, 'EventSourceArn')),
  };
}
