import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { daysAfter, endSecondsOfLogin, loginDays } from '#domain/session/login-times.ts';
import { documentClient } from './clients.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

const alertItemSchema = z.object({ subjectId: z.string(), loginId: z.string(), deniedAt: z.string() });

/** A login that a player denied: ids and time only. */
export interface LoginAlert {
  playerId: string;
  loginId: string;
  deniedAt: string;
}

/** Logins that players denied, for staff. One partition: they are rare, and each takes a mailed link. */
export interface LoginAlerts {
  /** The write that raises an alert. */
  raising(alert: Pick<LoginAlert, 'playerId' | 'loginId'>, now: Date): Write;
  /** Alerts that have not ended, newest first. */
  page(
    page: { after?: string | undefined; limit: number },
    now: Date,
  ): Promise<{ alerts: LoginAlert[]; cursor: string | undefined }>;
}

/** Opens the store of alerts. Needs `TABLE_ACTIVITY`. */
export function openLoginAlerts(): LoginAlerts {
  return { raising, page };
}

const partition = 'login-alerts';

function raising({ playerId, loginId }: Pick<LoginAlert, 'playerId' | 'loginId'>, now: Date): Write {
  const deniedAt = now.toISOString();
  const Item = {
    pk: partition,
    sk: `${deniedAt}#${loginId}`,
    schemaVersion: 1,
    subjectId: playerId,
    loginId,
    deniedAt,
    expiresAtSeconds: endSecondsOfLogin('login', now),
  };
  return { Put: { TableName: setting('TABLE_ACTIVITY'), Item, ConditionExpression: 'attribute_not_exists(pk)' } };
}

async function page(
  { after, limit }: { after?: string | undefined; limit: number },
  now: Date,
): Promise<{ alerts: LoginAlert[]; cursor: string | undefined }> {
  const { Items, LastEvaluatedKey } = await documentClient().send(
    new QueryCommand({
      TableName: setting('TABLE_ACTIVITY'),
      KeyConditionExpression: 'pk = :partition AND sk > :earliest',
      ExpressionAttributeValues: {
        ':partition': partition,
        ':earliest': daysAfter(now, -loginDays.login).toISOString(),
      },
      ScanIndexForward: false,
      Limit: limit,
      ...(after === undefined ? {} : { ExclusiveStartKey: { pk: partition, sk: after } }),
    }),
  );
  const last: unknown = LastEvaluatedKey?.['sk'];
  return {
    alerts: z
      .array(alertItemSchema)
      .parse(Items ?? [])
      .map(({ subjectId, ...alert }) => ({ playerId: subjectId, ...alert })),
    cursor: typeof last === 'string' ? last : undefined,
  };
}
