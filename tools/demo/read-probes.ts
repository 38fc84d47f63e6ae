import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { DemoCloud } from './demo-cloud.ts';
import { openEveryKey, readVersion } from './operator.ts';
import type { DemoPlayer } from './story.ts';
import { tryToOpen, type Trace } from './traces.ts';

/** One way of reading something of a person. */
export interface Probe {
  /** What is tried: never a value. */
  name: string;
  /** Whether something of the person was read. */
  reads(): Promise<boolean>;
}

async function rowExists(cloud: DemoCloud, { table, pk, sk }: Extract<Trace, { kind: 'row' }>): Promise<boolean> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  try {
    const get = new GetCommand({ TableName: cloud.tableName(table), Key: { pk, sk }, ConsistentRead: true });
    return (await client.send(get)).Item !== undefined;
  } finally {
    client.destroy();
  }
}

const isSame = (left: Trace, right: Trace): boolean =>
  left.kind === 'envelope' && right.kind === 'envelope'
    ? Buffer.compare(left.bytes, right.bytes) === 0
    : JSON.stringify(left) === JSON.stringify(right);

function probeOf(cloud: DemoCloud, playerId: string, trace: Trace): Probe {
  if (trace.kind === 'row') return { name: `row of ${trace.table}`, reads: () => rowExists(cloud, trace) };
  if (trace.kind === 'object') {
    const name = `object below ${trace.key.split('/')[0]}/`;
    return { name, reads: async () => ((await readVersion(cloud, trace))?.length ?? 0) > 0 };
  }
  const name = `copied envelope ${trace.table}.${trace.attribute}`;
  return { name, reads: async () => (await tryToOpen(trace, await openEveryKey(cloud, playerId))) !== undefined };
}

/** The ways that are open to everybody. */
function publicProbes(cloud: DemoCloud, { person, token }: DemoPlayer): Probe[] {
  const body = { email: person.email, password: person.password, deviceKind: 'android-app' };
  const routes = ['GET /v1/me', 'GET /v1/me/payments', 'GET /v1/me/kyc'];
  return [
    ...routes.map((route) => ({ name: route, reads: async () => (await cloud.api(route, { token })).status === 200 })),
    { name: 'POST /v1/sessions', reads: async () => (await cloud.api('POST /v1/sessions', { body })).status === 201 },
  ];
}

/**
 * Every way of reading a person again: by the API, and with the operator's keys by each row, by each object version, and
 * by each sealed value that was ever copied, with whatever keys are left.
 */
export function readProbes(cloud: DemoCloud, player: DemoPlayer, traces: readonly Trace[]): Probe[] {
  const distinct = traces.filter((trace, at) => traces.findIndex((other) => isSame(other, trace)) === at);
  return [...publicProbes(cloud, player), ...distinct.map((trace) => probeOf(cloud, player.playerId, trace))];
}

/** Tries every probe. Answers the names of those that read something. */
export async function readable(probes: readonly Probe[]): Promise<string[]> {
  const names: string[] = [];
  for (const probe of probes) if (await probe.reads()) names.push(probe.name);
  return names;
}
