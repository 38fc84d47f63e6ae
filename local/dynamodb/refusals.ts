import { AwsError } from '../aws-error.ts';

/** How most messages about a wrong parameter begin. */
export const invalidParameter = 'One or more parameter values were invalid: ';

/** A request that DynamoDB refuses as malformed. */
export function invalid(message: string): AwsError {
  return new AwsError('ValidationException', message);
}

/** A table that operations on backups did not find. */
export function tableNotFound(name: string): AwsError {
  return new AwsError('TableNotFoundException', `Table not found: ${name}`);
}

/** A table or index that does not exist. */
export function resourceNotFound(): AwsError {
  return new AwsError('ResourceNotFoundException', 'Requested resource not found');
}
