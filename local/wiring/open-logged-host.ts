import type { Clock } from '../clock.ts';
import { openLambdaHost } from '../lambda/host.ts';
import type { LambdaHost } from '../lambda/host.ts';
import type { InvocationReport } from '../lambda/pool.ts';
import type { LogFiles } from './log-files.ts';

/** What Lambda writes into a function's log when an invocation fails. */
function failureLine({ requestId, failure }: InvocationReport): string {
  const { errorType, errorMessage, trace } = failure?.description ?? {};
  return JSON.stringify({ level: 'ERROR', requestId, errorType, errorMessage, stackTrace: trace });
}

/** Opens a function host that writes each function's lines and failures into its own log file. */
export function openLoggedHost(
  logs: LogFiles,
  clock: Clock,
  compileCacheFolder: string,
): { host: LambdaHost; invocations: readonly InvocationReport[] } {
  const invocations: InvocationReport[] = [];
  const host = openLambdaHost({
    clock,
    compileCacheFolder,
    onLine: (functionName, line) => logs.write(functionName, line),
    onReport(report) {
      invocations.push(report);
      if (report.failure !== undefined) logs.write(report.functionName, failureLine(report));
    },
  });
  return { host, invocations };
}
