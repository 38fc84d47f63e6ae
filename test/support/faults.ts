import type { Fault } from '#local/faults/fault-plan.ts';
import { workers } from '#lib/workers.ts';
import type { ApiAnswer, TestCloud } from './cloud.ts';

/** A story that must come to the same end whatever happens to one of its calls. */
export interface Flow<Subject> {
  /** Somebody, or something, that no other run has touched. Nothing is disturbed meanwhile. */
  begin(): Promise<Subject>;
  /** What clients do, with their patience: disturbed at one call. */
  act(subject: Subject): Promise<void>;
  /** Throws an Error that says what is not as it must be in the end. */
  check(subject: Subject): Promise<void>;
  /**
   * Names of the functions that are disturbed; all that run when absent. Sweeps that time sets off besides, and the mail
   * that every flow ends with, need not be disturbed in each of them.
   */
  functions?: RegExp;
  /** What else must hold over all subjects when every run is over. */
  checkAll?(): Promise<void>;
}

/** One disturbed run of a flow. */
export interface FaultCase {
  /** For example `kill at call 3 of sesetoro-player-verify (dynamodb:Query)`. */
  name: string;
  fault: Fault;
}

/** What came of all runs. */
export interface Convergence {
  tried: number;
  converged: number;
  /** One line per run that did not come to its end. */
  failures: readonly string[];
}

/** The answer is lost for as long as an SDK client tries, three times: the function itself must cope. */
const disturbances = {
  throttle: { kind: 'throttle', times: 1 },
  'fail-after': { kind: 'fail-after', times: 3 },
  kill: { kind: 'kill', times: 1 },
} as const satisfies Record<string, Pick<Fault, 'kind' | 'times'>>;

/** Messages wait ten minutes for the outcome of an attempt, so that this passes every waiting time but retention. */
const patienceMinutes = 11;
/** After so many failures the rest is not tried: what is wrong shows by then. */
const failuresMax = 5;
/** So many times the clock is turned until a run must have come to its end. */
const roundsMax = 4;

const functionNameOf = (entry: string) => entry.replace('functions/', 'sesetoro-').replaceAll('/', '-');
const deliveredTo = new Set(
  workers.filter(({ source }) => source.kind !== 'schedule').map(({ entry }) => functionNameOf(entry)),
);

/** Waits until everything has come to rest, retries and their waiting times included. */
export const rest = (cloud: TestCloud): Promise<void> => cloud.settle({ turnsToHidden: true });

/** Lets time pass and the sweeps that come with it do their work. */
export async function sweep(cloud: TestCloud): Promise<void> {
  cloud.turn({ minutes: patienceMinutes });
  await rest(cloud);
}

/**
 * Asks as a client asks: again while the answer says that the fault is not the caller's, or that it comes too fast.
 * Answers the last answer when patience is at its end.
 */
export async function askPatiently(cloud: TestCloud, ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await ask();
    if ((answer.status < 500 && answer.status !== 429) || attempt === 4) return answer;
    cloud.turn({ seconds: Number(answer.headers.get('retry-after') ?? 1) });
  }
}

/** Watches an undisturbed run: which function made which calls, in their order. */
async function callsOf(cloud: TestCloud, names: RegExp, run: () => Promise<void>): Promise<Map<string, string[]>> {
  const { faults } = cloud.cloud;
  const calls = new Map<string, string[]>();
  const meetCall = faults.meetCall.bind(faults);
  faults.meetCall = (call) => {
    const { functionName, action } = call;
    if (functionName !== undefined && names.test(functionName))
      calls.set(functionName, [...(calls.get(functionName) ?? []), action]);
    return meetCall(call);
  };
  try {
    await run();
  } finally {
    faults.meetCall = meetCall;
  }
  return calls;
}

function casesOf(calls: ReadonlyMap<string, readonly string[]>): FaultCase[] {
  return [...calls].flatMap(([functionName, actions]) => [
    ...actions.flatMap((action, index) =>
      Object.entries(disturbances).map(([name, disturbance]) => ({
        name: `${name} at call ${index + 1} of ${functionName} (${action})`,
        fault: { ...disturbance, functionName, nth: index + 1 },
      })),
    ),
    ...(deliveredTo.has(functionName)
      ? [{ name: `duplicate delivery to ${functionName}`, fault: { kind: 'duplicate' as const, functionName } }]
      : []),
  ]);
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/** Checks until it holds or patience is at its end; answers what is still wrong. */
async function comesToItsEnd(cloud: TestCloud, check: () => Promise<void>): Promise<string | undefined> {
  for (let round = 0; ; round += 1) {
    try {
      await check();
      return undefined;
    } catch (error) {
      if (round === roundsMax) return messageOf(error);
    }
    await sweep(cloud);
  }
}

/** One run under a fault, from a fresh subject to the end that it must come to; answers what is wrong with it. */
async function runDisturbed<Subject>(
  cloud: TestCloud,
  flow: Flow<Subject>,
  { subject, fault }: { subject: Subject; fault: Fault },
): Promise<string | undefined> {
  const { faults } = cloud.cloud;
  faults.lay([fault]);
  try {
    await flow.act(subject);
    await rest(cloud);
    if (faults.metCount() === 0) return 'the fault met nothing';
  } catch (error) {
    return messageOf(error);
  } finally {
    faults.clear();
  }
  return await comesToItsEnd(cloud, () => flow.check(subject));
}

/** What is wrong once every sweep has run, since what is right too early may not stay so. */
async function wrongInTheEnd<Subject>(
  cloud: TestCloud,
  flow: Flow<Subject>,
  done: readonly { name: string; subject: Subject }[],
): Promise<string[]> {
  const wrong: string[] = [];
  await sweep(cloud);
  await sweep(cloud);
  for (const { name, subject } of done) {
    await flow.check(subject).catch((error: unknown) => wrong.push(`${name}, in the end: ${messageOf(error)}`));
  }
  await flow.checkAll?.().catch((error: unknown) => wrong.push(`All together: ${messageOf(error)}`));
  return wrong;
}

async function learnCalls<Subject>(cloud: TestCloud, flow: Flow<Subject>): Promise<FaultCase[]> {
  const subject = await flow.begin();
  const calls = await callsOf(cloud, flow.functions ?? /./, async () => {
    await flow.act(subject);
    await rest(cloud);
  });
  await flow.check(subject);
  return casesOf(calls);
}

/**
 * Runs a flow undisturbed to learn its calls, and then once for each of them and each way in which it can go wrong: it is
 * throttled, it is done but its answer is lost, or the process dies right after it; and once more for every function that
 * is fed, with everything delivered twice. Each run has a subject of its own; all are checked again in the end.
 */
export async function disturbEveryCall<Subject>(cloud: TestCloud, flow: Flow<Subject>): Promise<Convergence> {
  const cases = await learnCalls(cloud, flow);
  const failures: string[] = [];
  const done: { name: string; subject: Subject }[] = [];
  for (const { name, fault } of cases) {
    if (failures.length === failuresMax) break;
    const subject = await flow.begin();
    const trouble = await runDisturbed(cloud, flow, { subject, fault });
    if (trouble === undefined) done.push({ name, subject });
    else failures.push(`${name}: ${trouble}`);
  }
  const wrong = await wrongInTheEnd(cloud, flow, done);
  return { tried: cases.length, converged: done.length - wrong.length, failures: [...failures, ...wrong] };
}

/** Prints how many runs converged, as the proof of the flow. */
export function reportConvergence(flowName: string, { tried, converged, failures }: Convergence): void {
  process.stdout.write(`${flowName} under faults: ${converged} of ${tried} converged\n`);
  for (const failure of failures) process.stdout.write(`  ${failure}\n`);
}
