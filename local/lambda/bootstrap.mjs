// Runs inside the child process: one execution environment of one function, as the Lambda runtime would be.
// Arguments: file of the bundle, name of the exported handler, milliseconds by which the cloud's clock is ahead.
import { pathToFileURL } from 'node:url';

const [bundle, exportName, startOffset] = process.argv.slice(2);

// The whole process lives in the cloud's time: signatures, expiry and the product's own clock then agree.
const NativeDate = Date;
const machineNow = NativeDate.now.bind(NativeDate);
let offsetMs = Number(startOffset);
NativeDate.now = () => machineNow() + offsetMs;
globalThis.Date = new Proxy(NativeDate, {
  construct: (target, given, newTarget) =>
    Reflect.construct(target, given.length === 0 ? [target.now()] : given, newTarget === Date ? target : newTarget),
  apply: (target) => new target(target.now()).toString(),
});
NativeDate.prototype.constructor = globalThis.Date;

const describe = (error) => ({
  errorType: String(error?.name ?? 'Error'),
  errorMessage: String(error?.message ?? error),
  trace: String(error?.stack ?? '').split('\n'),
});

const die = (status) => (error) => process.send({ kind: 'fatal', error: describe(error) }, () => process.exit(status));
process.on('uncaughtException', die(129));
process.on('unhandledRejection', die(128));
process.on('disconnect', () => process.exit(0));
// Ctrl-C reaches the whole process group; the cloud decides when its functions end.
process.on('SIGINT', () => {});

let handler;

async function invoke({ requestId, event, timeoutMs, functionName, functionArn, traceId }) {
  const startedAt = performance.now();
  // The SDK sends this along with each call, and so the edge knows which invocation a call belongs to.
  process.env['_X_AMZN_TRACE_ID'] = traceId;
  const context = {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: functionArn,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: process.env['AWS_LAMBDA_LOG_STREAM_NAME'],
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, timeoutMs - (performance.now() - startedAt)),
  };
  try {
    const result = await handler(event, context);
    process.send({ kind: 'result', requestId, body: JSON.stringify(result === undefined ? null : result) });
  } catch (error) {
    process.send({ kind: 'error', requestId, error: describe(error) });
  }
}

process.on('message', (message) => {
  offsetMs = message.offsetMs;
  if (message.kind === 'invoke') void invoke(message);
});

try {
  const loaded = await import(pathToFileURL(bundle).href);
  handler = loaded[exportName] ?? loaded.default?.[exportName];
  if (typeof handler !== 'function') throw new Error(`${exportName} is undefined or not exported`);
  process.send({ kind: 'ready' });
} catch (error) {
  process.send({ kind: 'unready', error: describe(error) });
}
