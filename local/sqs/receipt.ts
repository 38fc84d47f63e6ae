import { AwsError } from '#local/aws-error.ts';
import { requireText, type Members } from '#local/json-members.ts';

/** Reads `ReceiptHandle`; throws ReceiptHandleIsInvalid when it is none that this engine ever made. */
export function readReceipt(input: Members): string {
  const receipt = requireText(input, 'ReceiptHandle');
  if (/^\d+:[0-9a-f-]{36}$/.test(Buffer.from(receipt, 'base64').toString('utf8'))) return receipt;
  throw new AwsError('ReceiptHandleIsInvalid', `The input receipt handle "${receipt}" is not a valid receipt handle.`);
}
