import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { tables, type TableDeclaration, type TableName } from '#lib/tables.ts';
import type { Region } from './region.ts';

/** How a table is, as far as a restore could leave it otherwise. */
async function describe({ client }: Region, TableName: string) {
  const { Table } = await client.send(new DescribeTableCommand({ TableName }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  const { ContinuousBackupsDescription } = await client.send(new DescribeContinuousBackupsCommand({ TableName }));
  const recovery = ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return {
    expires: TimeToLiveDescription?.TimeToLiveStatus === 'ENABLED',
    streams: Table?.StreamSpecification?.StreamEnabled === true,
    recoveryDays: recovery?.PointInTimeRecoveryStatus === 'ENABLED' ? recovery.RecoveryPeriodInDays : undefined,
    isProtected: Table?.DeletionProtectionEnabled === true,
  };
}

/** The settings of all tables that are not as declared, as `table: setting`. */
export async function findUndeclared(region: Region): Promise<string[]> {
  const strays: string[] = [];
  for (const [table, declaration] of Object.entries(tables) as [TableName, TableDeclaration][]) {
    const { expires, streams, recoveryDays } = declaration;
    const wanted: Record<string, unknown> = { expires, streams, recoveryDays, isProtected: true };
    const found: Record<string, unknown> = await describe(region, region.tables[table]);
    strays.push(...Object.keys(wanted).flatMap((name) => (wanted[name] === found[name] ? [] : [`${table}: ${name}`])));
  }
  return strays;
}
