import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { Region } from './region.ts';
import type { RestoreOrder } from './read-order.ts';

const jobSchema = z.object({ reserved: z.record(z.string(), z.number()) });

/** Longer than any restore; the row holds names of functions and numbers. */
const jobDays = 90;

const keyOf = ({ at }: RestoreOrder) => ({ pk: `restore#${at.toISOString()}`, sk: 'job' });

/** What was reserved before traffic was taken off, remembered by the first run and kept by every later one. */
async function reservedBefore(region: Region, order: RestoreOrder): Promise<Record<string, number>> {
  const { documents, tables, functions } = region;
  const Key = keyOf(order);
  const { Item } = await documents.send(new GetCommand({ TableName: tables.jobs, Key, ConsistentRead: true }));
  if (Item !== undefined) return jobSchema.parse(Item).reserved;
  const reserved: Record<string, number> = {};
  for (const { name } of await functions.list()) {
    const concurrency = await functions.reservedOf(name);
    if (concurrency !== undefined) reserved[name] = concurrency;
  }
  const expiresAtSeconds = Math.floor(region.now().getTime() / 1000) + jobDays * 86_400;
  const job = { ...Key, schemaVersion: 1, reserved, expiresAtSeconds };
  await documents.send(new PutCommand({ TableName: tables.jobs, Item: job }));
  return reserved;
}

/**
 * Takes traffic off: no function of the region may run, whether a client, a queue, a stream or a schedule asks. Clients
 * get 503 meanwhile. Those that run already get the time to end. Answers how many functions were stopped.
 */
export async function stopTraffic(region: Region, order: RestoreOrder): Promise<number> {
  await reservedBefore(region, order);
  const functions = await region.functions.list();
  for (const { name } of functions) await region.functions.reserve(name, 0);
  const drainSeconds = order.drainSeconds ?? Math.max(0, ...functions.map(({ timeoutSeconds }) => timeoutSeconds));
  await new Promise((resolve) => void setTimeout(resolve, drainSeconds * 1000));
  return functions.length;
}

/** Lets every function run again, with the concurrency that it had. Answers how many. */
export async function startTraffic(region: Region, order: RestoreOrder): Promise<number> {
  const reserved = await reservedBefore(region, order);
  const functions = await region.functions.list();
  for (const { name } of functions) await region.functions.reserve(name, reserved[name]);
  return functions.length;
}
