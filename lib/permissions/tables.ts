import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Needs, TableAction } from '../needs.ts';
import type { RegionResources } from '../resources.ts';
import { tables, type TableName } from '../tables.ts';
import { keyThrough } from './via-service.ts';

const isTableName = (name: string): name is TableName => name in tables;

/** The tables that needs name, with their actions. */
export function tablesOf(needs: Needs): readonly (readonly [TableName, readonly TableAction[]])[] {
  const named = Object.entries(needs.tables ?? {}).flatMap(([name, actions]) =>
    isTableName(name) ? [[name, actions] as const] : [],
  );
  const onlyIndexed = Object.keys(needs.indexes ?? {}).flatMap((name) =>
    isTableName(name) && needs.tables?.[name] === undefined ? [[name, []] as const] : [],
  );
  return [...named, ...onlyIndexed];
}

const isIndexed = (table: TableName): table is keyof NonNullable<Needs['indexes']> => 'indexes' in tables[table];

/** The indexes of a table that needs name. */
function indexesOf({ indexes }: Needs, table: TableName): readonly string[] {
  return isIndexed(table) ? Object.keys(indexes?.[table] ?? {}) : [];
}

/** Exactly the named actions on exactly the named tables and indexes, and their keys through DynamoDB. */
export function tableStatements(needs: Needs, resources: RegionResources): PolicyStatement[] {
  const named = tablesOf(needs);
  const onTables = named
    .filter(([, actions]) => actions.length > 0)
    .map(
      ([name, actions]) =>
        new PolicyStatement({
          actions: actions.map((action) => `dynamodb:${action}`),
          resources: [resources.tables[name].tableArn],
        }),
    );
  const onIndexes = named.flatMap(([name]) =>
    indexesOf(needs, name).map(
      (index) =>
        new PolicyStatement({
          actions: ['dynamodb:Query'],
          resources: [`${resources.tables[name].tableArn}/index/${index}`],
        }),
    ),
  );
  const keys = new Set(named.map(([name]) => tables[name].key));
  return [
    ...onTables,
    ...onIndexes,
    ...[...keys].map((key) => keyThrough('dynamodb', resources.keys[key], ['kms:Decrypt'])),
  ];
}
