import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { auditWrite } from '#stores/audit-item.ts';
import type { StaffRole } from '#stores/staff.ts';

/** Physical names of the tables that an invitation writes to. */
export interface RegisterTables {
  staff: string;
  evidence: string;
}

/** A person on their way into the staff register. */
export interface Entrant {
  /** Subject of the person's tokens. */
  staffId: string;
  roles: readonly StaffRole[];
  /** Blind index of the person's address: by it nobody acts on their own account as a player. */
  emailIndex?: string | undefined;
  now: Date;
}

/**
 * Puts a person into the staff register, with the audit row in the same transaction. Doing it again sets the roles anew
 * and makes a disabled person active.
 */
export async function enterInRegister(
  settings: DynamoDBClientConfig,
  tables: RegisterTables,
  { staffId, roles, emailIndex, now }: Entrant,
): Promise<void> {
  const client = new DynamoDBClient(settings);
  const documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
  const Item = { pk: staffId, sk: 'staff', schemaVersion: 1, state: 'active', roles, emailIndex };
  const audit = auditWrite(
    { action: 'staff-invited', noun: 'staff', nounId: staffId, context: { roles: roles.join(' ') } },
    { actor: { kind: 'platform', requestId: randomUUID() }, now, tableName: tables.evidence },
  );
  try {
    const TransactItems = [{ Put: { TableName: tables.staff, Item } }, audit];
    await documents.send(new TransactWriteCommand({ TransactItems }));
  } finally {
    client.destroy();
  }
}
