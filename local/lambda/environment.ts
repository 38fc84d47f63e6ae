import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import path from 'node:path';
import { FunctionError } from './function-error.ts';
import type { FailureDescription } from './function-error.ts';

/** A function as the template declares it. */
export interface FunctionSettings {
  functionName: string;
  functionArn: string;
  /** File of the module that exports the handler. */
  bundle: string;
  exportName: string;
  /** Environment variables, credentials included. */
  variables: Readonly<Record<string, string>>;
  timeoutMs: number;
  memoryMegabytes: number;
  /** Reserved concurrency; without it the host's own limit queues instead of refusing. */
  concurrencyMax?: number;
}

/** One event handed to an environment. */
export interface Invocation {
  requestId: string;
  /** Travels with each AWS call of this invocation, so that the edge knows whose it is. */
  traceId: string;
  event: unknown;
}

/** One child process that runs one function, one event at a time. */
export interface ExecutionEnvironment {
  readonly processId: number | undefined;
  /** Answers what the handler returned, as parsed JSON; throws a FunctionError. */
  invoke(invocation: Invocation): Promise<unknown>;
  /** Whether it can take another event: not after a crash, a timeout or a kill. */
  isUsable(): boolean;
  /** Moves the child's clock. */
  turnTo(offsetMs: number): void;
  /** Ends the process at once; a running invocation fails with `Runtime.ExitError`. */
  kill(): void;
  /** Settles when the process is gone. */
  readonly gone: Promise<void>;
}

/** What an environment tells its host. */
export interface EnvironmentOptions {
  offsetMs(): number;
  onLine: (line: string) => void;
  /** Folder where Node keeps compiled code between starts. */
  compileCacheFolder?: string;
}

type Message =
  | { kind: 'ready' }
  | { kind: 'unready' | 'fatal'; error: FailureDescription }
  | { kind: 'result'; requestId: string; body: string }
  | { kind: 'error'; requestId: string; error: FailureDescription };

interface Running {
  requestId: string;
  timer: NodeJS.Timeout;
  resolve(value: unknown): void;
  reject(error: FunctionError): void;
}

const bootstrap = path.join(import.meta.dirname, 'bootstrap.mjs');
/** What the runtime itself needs of a function's memory. */
const runtimeMegabytes = 64;
/** How long a module may take to load. Lambda allows ten seconds; a busy machine gets more. */
const initTimeoutMs = 30_000;

function launch(settings: FunctionSettings, options: EnvironmentOptions): ChildProcess {
  const { compileCacheFolder } = options;
  return fork(bootstrap, [settings.bundle, settings.exportName, String(options.offsetMs())], {
    env: {
      PATH: process.env['PATH'] ?? '',
      TZ: ':UTC',
      LANG: 'en_US.UTF-8',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memoryMegabytes),
      AWS_LAMBDA_FUNCTION_NAME: settings.functionName,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${settings.functionName}`,
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      LAMBDA_TASK_ROOT: path.dirname(settings.bundle),
      ...(compileCacheFolder === undefined ? {} : { NODE_COMPILE_CACHE: compileCacheFolder }),
      ...settings.variables,
    },
    execArgv: [
      `--max-old-space-size=${Math.max(runtimeMegabytes, settings.memoryMegabytes - runtimeMegabytes)}`,
      '--no-warnings',
    ],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
}

function forwardLines(stream: NodeJS.ReadableStream | null, onLine: (line: string) => void): void {
  let rest = '';
  stream?.setEncoding('utf8');
  stream?.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream?.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}

/** The one invocation that an environment works on; settling it when there is none does nothing. */
function openAnswer() {
  let running: Running | undefined;
  const finish = (settle: (current: Running) => void) => {
    const current = running;
    running = undefined;
    if (current === undefined) return;
    clearTimeout(current.timer);
    settle(current);
  };
  return {
    begin: (next: Running) => {
      running = next;
    },
    resolve: (value: unknown) => finish((current) => current.resolve(value)),
    reject: (error: FailureDescription) => finish((current) => current.reject(new FunctionError(error))),
    requestId: () => running?.requestId ?? '-',
  };
}

/** Starts a process for a function; its handler's module is imported at once, in the cloud's time. */
export function startEnvironment(settings: FunctionSettings, options: EnvironmentOptions): ExecutionEnvironment {
  const child = launch(settings, options);
  const answer = openAnswer();
  const ready = Promise.withResolvers<undefined>();
  const gone = Promise.withResolvers<undefined>();
  let usable = true;
  ready.promise.catch(() => {});

  const kill = () => {
    usable = false;
    child.kill('SIGKILL');
  };
  const breakDown = (error: FailureDescription) => {
    kill();
    ready.reject(new FunctionError(error));
    answer.reject(error);
  };

  const initTimer = setTimeout(() => {
    breakDown({ errorType: 'Sandbox.Timedout', errorMessage: `${settings.functionName} did not load in time` });
  }, initTimeoutMs);
  child.on('message', (message: Message) => {
    clearTimeout(initTimer);
    if (message.kind === 'ready') ready.resolve(undefined);
    else if (message.kind === 'result') answer.resolve(JSON.parse(message.body));
    else if (message.kind === 'error') answer.reject(message.error);
    else breakDown(message.error);
  });
  child.on('error', (error) => options.onLine(`The process of ${settings.functionName} failed: ${error.message}`));
  child.on('close', (status, signal) => {
    clearTimeout(initTimer);
    const cause = signal === null ? `exit status ${status}` : `signal: ${signal}`;
    const errorMessage = `RequestId: ${answer.requestId()} Error: Runtime exited with error: ${cause}`;
    breakDown({ errorType: 'Runtime.ExitError', errorMessage });
    gone.resolve(undefined);
  });
  forwardLines(child.stdout, options.onLine);
  forwardLines(child.stderr, options.onLine);

  const timeOut = (requestId: string) => {
    const seconds = (settings.timeoutMs / 1000).toFixed(2);
    const errorMessage = `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`;
    breakDown({ errorType: 'Sandbox.Timedout', errorMessage });
  };

  return {
    processId: child.pid,
    gone: gone.promise,
    isUsable: () => usable,
    kill,
    turnTo: (offsetMs) => {
      if (child.connected) child.send({ kind: 'turn', offsetMs }, () => {});
    },
    async invoke({ requestId, traceId, event }) {
      await ready.promise;
      const { functionName, functionArn, timeoutMs } = settings;
      return await new Promise((resolve, reject) => {
        answer.begin({ requestId, timer: setTimeout(timeOut, timeoutMs, requestId), resolve, reject });
        const message = { kind: 'invoke', requestId, traceId, event, timeoutMs, functionName, functionArn };
        child.send({ ...message, offsetMs: options.offsetMs() }, (error) => {
          const errorMessage = `RequestId: ${requestId} Error: ${error?.message ?? ''}`;
          if (error !== null) answer.reject({ errorType: 'Runtime.ExitError', errorMessage });
        });
      });
    },
  };
}
