import type { TableName } from '#lib/tables.ts';
import type { Stage } from '#local/template/stage.ts';

/** CloudFormation names a table after stack, logical id and chance: `sesetoro-data-StaffTable1A2B3C4D-5E6F`. */
export const isTable = (physicalName: string, table: TableName): boolean =>
  physicalName.toLowerCase().includes(`-${table}table`);

/** The physical name of a table of a stage. Throws an Error when the templates declare none. */
export function tableName(stage: Stage, table: TableName): string {
  const found = stage.resources('AWS::DynamoDB::GlobalTable').find(({ name }) => isTable(name, table));
  if (found === undefined) throw new Error(`The templates declare no table ${table}`);
  return found.name;
}
