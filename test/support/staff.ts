import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { StaffRole } from '#lib/route-row.ts';
import type { TestCloud } from './cloud.ts';

/** A member of staff who is in the register and holds a token. */
export interface TestStaff {
  staffId: string;
  token: string;
}

/** Puts a person into the staff register, as the invitation does, and issues a token for them. */
export async function newStaff(cloud: TestCloud, name: string, roles: readonly StaffRole[]): Promise<TestStaff> {
  if (cloud.cloud.staff === undefined) throw new Error('The templates declare no user pool');
  const { accessToken, subject } = await cloud.cloud.staff.issue({ name, groups: roles });
  await setStaffState(cloud, subject, { state: 'active', roles });
  return { staffId: subject, token: accessToken };
}

/** Writes a person's row in the staff register. */
export async function setStaffState(
  cloud: TestCloud,
  staffId: string,
  member: { state: 'active' | 'disabled'; roles: readonly StaffRole[] },
): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const Item = { pk: staffId, sk: 'staff', schemaVersion: 1, ...member };
  await client.send(new PutCommand({ TableName: tableName(cloud, 'staff'), Item }));
}

/** The physical name of a table of the stage. */
export function tableName(cloud: TestCloud, name: string): string {
  const tables = cloud.cloud.stage.resources('AWS::DynamoDB::GlobalTable').map((table) => table.name);
  const found = tables.find((table) => table.toLowerCase().includes(`-${name}table`));
  if (found === undefined) throw new Error(`No table is called ${name}`);
  return found;
}
