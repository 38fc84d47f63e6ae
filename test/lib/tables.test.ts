import { describe, expect, it } from 'vitest';
import { homes } from '#catalogue/homes.ts';
import { stages } from '#lib/app.ts';
import { tables } from '#lib/tables.ts';
import { resourcesOf, type Properties } from './templates.ts';

const allTables = () => resourcesOf('AWS::DynamoDB::GlobalTable');
const isKeysTable = ({ logicalId }: { logicalId: string }) => logicalId.startsWith('KeysTable');
const isPoliciesTable = ({ logicalId }: { logicalId: string }) => logicalId.startsWith('PoliciesTable');
const replicaOf = ({ properties }: { properties: Properties }) => properties['Replicas'][0];

describe('tables', () => {
  it('stand in every stage, as many as are declared', () => {
    expect(allTables()).toHaveLength(Object.keys(tables).length * Object.keys(stages).length);
    expect(resourcesOf('AWS::DynamoDB::Table')).toEqual([]);
  });

  it('are the tables in which the catalogue says that personal fields lie', () => {
    const declared = Object.entries(homes).filter(([, { kind }]) => kind === 'table');
    expect(new Set(Object.keys(tables))).toEqual(new Set(declared.map(([name]) => name)));
  });

  it('are encrypted with a customer-managed key of their own stack', () => {
    for (const table of allTables()) {
      const key = replicaOf(table).SSESpecification.KMSMasterKeyId['Fn::GetAtt'][0];
      expect(key, table.at).toMatch(isKeysTable(table) ? /^KeysSubjectKeysKey/ : /^KeysTablesKey/);
    }
  });

  it('can be restored for 35 days, and subject keys for 7', () => {
    for (const table of allTables()) {
      expect(replicaOf(table).PointInTimeRecoverySpecification, table.at).toEqual({
        PointInTimeRecoveryEnabled: true,
        RecoveryPeriodInDays: isKeysTable(table) ? 7 : 35,
      });
    }
  });

  it('cannot be deleted by mistake and outlive their stack', () => {
    for (const table of allTables()) {
      expect(replicaOf(table).DeletionProtectionEnabled, table.at).toBe(true);
      expect([table.DeletionPolicy, table.UpdateReplacePolicy], table.at).toEqual(['Retain', 'Retain']);
    }
  });

  it('let items expire by one attribute, except subject keys, which a sweep deletes, and versions of the policy, which stay', () => {
    for (const table of allTables()) {
      const expiry = table.properties['TimeToLiveSpecification'];
      if (isKeysTable(table) || isPoliciesTable(table)) expect(expiry, table.at).toBeUndefined();
      else expect(expiry, table.at).toEqual({ AttributeName: 'expiresAtSeconds', Enabled: true });
    }
  });

  it('stream nothing but the outbox', () => {
    const streaming = allTables().filter(({ properties }) => properties['StreamSpecification'] !== undefined);
    expect(new Set(streaming.map(({ logicalId }) => logicalId.replace(/[0-9A-F]{8}$/, '')))).toEqual(
      new Set(['OutboxTable']),
    );
  });

  it('are never replicated: each has one replica, in its own region', () => {
    for (const table of allTables()) {
      expect(
        table.properties['Replicas'].map(({ Region }: { Region: string }) => Region),
        table.at,
      ).toEqual([stages[table.stage]!.region]);
    }
  });
});
