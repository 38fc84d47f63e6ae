import { AwsError } from '../aws-error.ts';
import type { Clock } from '../clock.ts';
import type { FunctionSettings } from './environment.ts';
import { openPool } from './pool.ts';
import type { InvocationReport, Pool } from './pool.ts';
import { tryLater } from './try-later.ts';

/** Runs functions in pools of child processes, as Lambda runs them in pools of execution environments. */
export interface LambdaHost {
  /** Adds a function; no process starts before its first event. */
  addFunction(settings: FunctionSettings): void;
  functionNames(): readonly string[];
  /** What a function was added with. Throws ResourceNotFoundException. */
  settingsOf(functionName: string): FunctionSettings;
  /** How many events a function may handle at once; undefined when nothing is reserved. */
  reservedOf(functionName: string): number | undefined;
  /** Reserves so many places for a function from now on; 0 stops it, undefined reserves nothing. */
  reserve(functionName: string, concurrencyMax: number | undefined): void;
  /**
   * Hands an event to a function and waits for its answer (parsed JSON).
   * Throws a FunctionError when it fails, an AwsError 429 when its reserved concurrency is used up.
   */
  invoke(functionName: string, event: unknown): Promise<unknown>;
  /** Hands over an event without waiting; a failed event is tried twice more, as Lambda does. */
  invokeLater(functionName: string, event: unknown): void;
  /** Ends the process that runs this invocation; false when none does. */
  killInvocation(requestId: string): boolean;
  /** Which function an invocation under way belongs to. */
  functionOf(requestId: string): string | undefined;
  /** Events being handled, or waiting for an environment or for another try. */
  busyCount(): number;
  processIds(): readonly number[];
  /** Ends all processes and waits until they are gone. */
  close(): Promise<void>;
}

/** Settings of the host. */
export interface LambdaHostOptions {
  clock: Clock;
  onLine(functionName: string, line: string): void;
  onReport?(report: InvocationReport): void;
  /** Folder where Node keeps compiled code between starts. */
  compileCacheFolder?: string;
  /** Environments of a function without reserved concurrency (8 by default); further events wait. */
  environmentsMax?: number;
  /** How long an environment may stand idle before it ends, in milliseconds of the machine; two minutes by default. */
  idleMs?: number;
  /** Waits before each try of an asynchronous event, in milliseconds of the machine: much shorter than Lambda's. */
  triesAfterMs?: readonly number[];
}

const environmentsMaxByDefault = 8;
const triesAfterMsByDefault = [0, 500, 1000];
const idleMsByDefault = 120_000;

/** Opens a host without functions. */
export function openLambdaHost(options: LambdaHostOptions): LambdaHost {
  const { clock, compileCacheFolder, triesAfterMs = triesAfterMsByDefault } = options;
  const pools = new Map<string, Pool>();
  let busy = 0;
  let closed = false;
  const stopTurning = clock.onTurn(() => pools.forEach((pool) => pool.turnTo(clock.offsetMs())));

  const counted = async <T>(work: () => Promise<T>): Promise<T> => {
    busy += 1;
    try {
      return await work();
    } finally {
      busy -= 1;
    }
  };

  const poolOf = (functionName: string): Pool => {
    const pool = pools.get(functionName);
    if (pool !== undefined) return pool;
    throw new AwsError('ResourceNotFoundException', `Function not found: ${functionName}`, { status: 404 });
  };

  const invoke = (functionName: string, event: unknown): Promise<unknown> =>
    counted(() => poolOf(functionName).invoke(event));

  return {
    addFunction(settings) {
      const { functionName } = settings;
      const pool = openPool(settings, {
        offsetMs: () => clock.offsetMs(),
        onLine: (line) => options.onLine(functionName, line),
        onReport: (report) => options.onReport?.(report),
        environmentsMax: options.environmentsMax ?? environmentsMaxByDefault,
        idleMs: options.idleMs ?? idleMsByDefault,
        ...(compileCacheFolder === undefined ? {} : { compileCacheFolder }),
      });
      pools.set(functionName, pool);
    },
    functionNames: () => [...pools.keys()],
    settingsOf: (functionName) => poolOf(functionName).settings,
    reservedOf: (functionName) => poolOf(functionName).reserved(),
    reserve: (functionName, concurrencyMax) => poolOf(functionName).reserve(concurrencyMax),
    invoke,
    invokeLater: (functionName, event) =>
      void counted(() => tryLater(() => invoke(functionName, event), { triesAfterMs, isOver: () => closed })),
    killInvocation: (requestId) => [...pools.values()].some((pool) => pool.kill(requestId)),
    functionOf: (requestId) => [...pools.values()].find((pool) => pool.runs(requestId))?.settings.functionName,
    busyCount: () => busy,
    processIds: () => [...pools.values()].flatMap((pool) => pool.processIds()),
    async close() {
      closed = true;
      stopTurning();
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}
