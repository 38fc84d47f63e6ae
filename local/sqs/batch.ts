import { AwsError } from '#local/aws-error.ts';
import { readList, requireText, type Members } from '#local/json-members.ts';

/**
 * Runs `one` for each entry of a batch request; an entry that AWS would refuse fails alone.
 * Throws for an empty batch, more than 10 entries, or two entries of one id.
 */
export function answerBatch(input: Members, one: (entry: Members) => Members): Members {
  const entries = readList(input, 'Entries');
  if (entries.length === 0) throw new AwsError('EmptyBatchRequest', 'There should be at least one entry.');
  if (entries.length > 10) {
    throw new AwsError('TooManyEntriesInBatchRequest', 'Maximum number of entries per request are 10.');
  }
  if (new Set(entries.map((entry) => requireText(entry, 'Id'))).size < entries.length) {
    throw new AwsError('BatchEntryIdsNotDistinct', 'Two or more batch entries in the request have the same Id.');
  }
  const successful: Members[] = [];
  const failed: Members[] = [];
  for (const entry of entries) {
    try {
      successful.push({ Id: entry['Id'], ...one(entry) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({ Id: entry['Id'], Code: error.code, Message: error.message, SenderFault: error.status < 500 });
    }
  }
  return { Successful: successful, Failed: failed };
}
