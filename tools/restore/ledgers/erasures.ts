import * as z from 'zod';
import { queryPages } from '../pages.ts';
import type { Replay } from './ledger.ts';

const erasureSchema = z.object({ subjectId: z.string(), at: z.string() });

/** A row of the erasure ledger: whose account was closed, and when. */
export type Erasure = z.infer<typeof erasureSchema>;

/** The months (`yyyy-mm`, UTC) from one moment to another. */
export function monthsBetween(from: Date, to: Date): string[] {
  const months: string[] = [];
  const month = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth()));
  for (; month <= to; month.setUTCMonth(month.getUTCMonth() + 1)) months.push(month.toISOString().slice(0, 7));
  return months;
}

/** The rows of the erasure ledger from a moment on, oldest first. */
export async function erasuresSince({ region, evidence, since, now }: Replay): Promise<Erasure[]> {
  const erasures: Erasure[] = [];
  for (const month of monthsBetween(since, now)) {
    const pages = queryPages(region, {
      TableName: evidence,
      KeyConditionExpression: 'pk = :month AND sk >= :since',
      ExpressionAttributeValues: { ':month': `erasure#${month}`, ':since': since.toISOString() },
    });
    for await (const page of pages) erasures.push(...z.array(erasureSchema).parse(page));
  }
  return erasures;
}
