import type { MailOutcome } from '#domain/notification/sending.ts';

/**
 * What became of ONE attempt to hand a message to its provider. A name in `finalRefusals` says that the message itself is
 * at fault: no later attempt would fare better. Any other answer of the provider refuses for now; silence is unknown.
 */
export async function outcomeOfAttempt(
  attempt: () => Promise<unknown>,
  finalRefusals: ReadonlySet<string>,
): Promise<MailOutcome> {
  try {
    await attempt();
    return { outcome: 'accepted' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const errorCode = error.name;
    if (finalRefusals.has(errorCode)) return { outcome: 'refused', errorCode };
    return isAnswer(statusOf(error)) ? { outcome: 'refused-for-now', errorCode } : { outcome: 'unknown', errorCode };
  }
}

/** A request that timed out at the provider (408) may have been acted on. */
const isAnswer = (status: number | undefined): boolean =>
  status !== undefined && status >= 400 && status < 500 && status !== 408;

function statusOf(error: Error): number | undefined {
  const metadata: unknown = '$metadata' in error ? error.$metadata : undefined;
  if (typeof metadata !== 'object' || metadata === null || !('httpStatusCode' in metadata)) return undefined;
  return typeof metadata.httpStatusCode === 'number' ? metadata.httpStatusCode : undefined;
}
