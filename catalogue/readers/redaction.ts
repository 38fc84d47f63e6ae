import type { FieldDeclaration } from '../field.ts';
import { catalogue, fieldNames, isFieldName, type FieldName } from '../index.ts';

/** Whether and how a field may appear in a log line. */
export function inLogsOf(field: FieldName): FieldDeclaration['inLogs'] {
  return catalogue[field].inLogs;
}

/** The fields that a log line may carry as they are. */
export function loggableFields(): FieldName[] {
  return fieldNames.filter((field) => inLogsOf(field) === 'plain');
}

/** Whether a log line may carry a member of this name: names that are no personal field are not our concern. */
export function mayStandInLog(memberName: string): boolean {
  return !isFieldName(memberName) || inLogsOf(memberName) === 'plain';
}
