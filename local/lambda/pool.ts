import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws-error.ts';
import { startEnvironment } from './environment.ts';
import type { EnvironmentOptions, ExecutionEnvironment, FunctionSettings } from './environment.ts';
import { FunctionError } from './function-error.ts';
import { traceIdFrom } from './trace.ts';

/** What one invocation was and how it ended, for the status page and for tests. */
export interface InvocationReport {
  functionName: string;
  requestId: string;
  durationMs: number;
  /** Absent when the handler returned. */
  failure?: FunctionError;
}

/** The execution environments of one function. */
export interface Pool {
  readonly settings: FunctionSettings;
  /** How many events the function may handle at once; undefined when nothing is reserved, 0 when it is stopped. */
  reserved(): number | undefined;
  reserve(concurrencyMax: number | undefined): void;
  /** Answers what the handler returned; throws a FunctionError, or an AwsError 429 beyond reserved concurrency. */
  invoke(event: unknown): Promise<unknown>;
  /** Ends the process that runs this invocation; false when none does. */
  kill(requestId: string): boolean;
  runs(requestId: string): boolean;
  turnTo(offsetMs: number): void;
  processIds(): readonly number[];
  close(): Promise<void>;
}

/** What a pool needs beside the function's own settings. */
export interface PoolOptions extends EnvironmentOptions {
  /** Environments of a function without reserved concurrency; further events wait. */
  environmentsMax: number;
  /** How long an environment may stand idle before it ends. */
  idleMs: number;
  onReport(report: InvocationReport): void;
}

/** Counts the places of a function: those with reserved concurrency refuse, the others let events wait. */
function openPlaces({ functionName, concurrencyMax }: FunctionSettings, environmentsMax: number) {
  const waiting: (() => void)[] = [];
  let taken = 0;
  let reserved = concurrencyMax;
  return {
    reserved: () => reserved,
    reserve(next: number | undefined): void {
      reserved = next;
    },
    async take(): Promise<void> {
      if (taken < (reserved ?? environmentsMax)) {
        taken += 1;
      } else if (reserved === undefined) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      } else {
        const message = `Rate Exceeded: ${functionName} has ${reserved} concurrent executions reserved`;
        throw new AwsError('TooManyRequestsException', message, { status: 429 });
      }
    },
    /** Hands the place to the next in line, if there is one. */
    release() {
      const next = waiting.shift();
      if (next === undefined) taken -= 1;
      else next();
    },
  };
}

/** The environments without an event: the one used last is taken first, and those that stay too long end. */
function openIdle(idleMs: number) {
  const idle = new Map<ExecutionEnvironment, NodeJS.Timeout>();
  const remove = (environment: ExecutionEnvironment) => {
    clearTimeout(idle.get(environment));
    idle.delete(environment);
  };
  return {
    put(environment: ExecutionEnvironment) {
      const end = () => {
        remove(environment);
        environment.kill();
      };
      idle.set(environment, setTimeout(end, idleMs).unref());
    },
    take(): ExecutionEnvironment | undefined {
      for (const environment of [...idle.keys()].toReversed()) {
        remove(environment);
        if (environment.isUsable()) return environment;
      }
      return undefined;
    },
  };
}

/** Opens the pool of one function; no process starts before its first event. */
export function openPool(settings: FunctionSettings, options: PoolOptions): Pool {
  const places = openPlaces(settings, options.environmentsMax);
  const all = new Set<ExecutionEnvironment>();
  const working = new Map<string, ExecutionEnvironment>();
  const idle = openIdle(options.idleMs);
  let closed = false;

  const start = (): ExecutionEnvironment => {
    const environment = startEnvironment(settings, options);
    all.add(environment);
    void environment.gone.then(() => all.delete(environment));
    return environment;
  };

  const run = async (event: unknown): Promise<unknown> => {
    if (closed) throw new AwsError('ServiceException', 'The local cloud is stopping', { status: 503 });
    const environment = idle.take() ?? start();
    const requestId = randomUUID();
    const startedAt = performance.now();
    const report = (failure?: FunctionError) => {
      const told = { functionName: settings.functionName, requestId, durationMs: performance.now() - startedAt };
      options.onReport(failure === undefined ? told : { ...told, failure });
    };
    working.set(requestId, environment);
    try {
      const answer = await environment.invoke({ requestId, traceId: traceIdFrom(requestId), event });
      report();
      return answer;
    } catch (error) {
      if (error instanceof FunctionError) report(error);
      throw error;
    } finally {
      working.delete(requestId);
      if (environment.isUsable()) idle.put(environment);
    }
  };

  return {
    settings,
    reserved: () => places.reserved(),
    reserve: (concurrencyMax) => places.reserve(concurrencyMax),
    async invoke(event) {
      await places.take();
      try {
        return await run(event);
      } finally {
        places.release();
      }
    },
    kill(requestId) {
      working.get(requestId)?.kill();
      return working.has(requestId);
    },
    runs: (requestId) => working.has(requestId),
    turnTo: (offsetMs) => all.forEach((each) => each.turnTo(offsetMs)),
    processIds: () => [...all].map(({ processId }) => processId ?? 0),
    async close() {
      closed = true;
      const environments = [...all];
      for (const each of environments) each.kill();
      await Promise.all(environments.map(({ gone }) => gone));
    },
  };
}
