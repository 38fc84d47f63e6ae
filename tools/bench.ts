// Measures what the product costs: cold starts, registration, the way to ready. `--json` ends with one line of JSON.
import { measureInit, type InitMeasure } from './bench/init.ts';
import { measureReady } from './bench/ready.ts';
import { measureRegistration, type RegistrationMeasure } from './bench/registration.ts';

/** What each measure may be; what is a ratio holds on every machine. */
const budgets = { initRatio: 1.6, initRatioWithStorage: 2.4, registrationCpuRatio: 1.4, registrationCalls: 6 };

interface Measures {
  init: InitMeasure[];
  registration: RegistrationMeasure;
  readyMilliseconds: number;
}

const slowest = (init: readonly InitMeasure[]) => Math.max(0, ...init.map(({ ratio }) => ratio));

function summarise({ init, registration, readyMilliseconds }: Measures) {
  const initRatio = slowest(init.filter(({ hasStorage }) => !hasStorage));
  const initRatioWithStorage = slowest(init.filter(({ hasStorage }) => hasStorage));
  const measured = {
    initRatio,
    initRatioWithStorage,
    registrationCpuRatio: registration.cpuRatio,
    registrationCalls: registration.calls,
  };
  const isWithin =
    initRatio <= budgets.initRatio &&
    initRatioWithStorage <= budgets.initRatioWithStorage &&
    measured.registrationCpuRatio <= budgets.registrationCpuRatio &&
    measured.registrationCalls <= budgets.registrationCalls;
  const initRatios = Object.fromEntries(init.map(({ entry, ratio }) => [entry.replace('functions/', ''), ratio]));
  return { ...measured, readySeconds: Math.round(readyMilliseconds / 100) / 10, budgets, isWithin, initRatios };
}

function printTable({ init, registration, readyMilliseconds }: Measures): void {
  console.log('Init of each function, against the DynamoDB document client alone (at most 1.6; with S3 2.4):');
  for (const { entry, milliseconds, ratio, hasStorage } of init.toSorted((left, right) => right.ratio - left.ratio)) {
    const kind = hasStorage ? ' S3' : '';
    console.log(`  ${ratio.toFixed(2).padStart(5)}  ${milliseconds.toFixed(0).padStart(4)} ms  ${entry}${kind}`);
  }
  const { calls, registrationMilliseconds, hashMilliseconds, cpuRatio } = registration;
  const [own, hash] = [registrationMilliseconds.toFixed(1), hashMilliseconds.toFixed(1)];
  console.log(`Registration: ${own} ms of CPU, ${cpuRatio} times its argon2id hash of ${hash} ms (at most 1.4)`);
  console.log(`Registration: ${calls} AWS calls (at most 6)`);
  console.log(`From npm start to ready, nothing changed: ${(readyMilliseconds / 1000).toFixed(1)} s`);
}

const measures: Measures = {
  readyMilliseconds: await measureReady(),
  registration: await measureRegistration(),
  init: await measureInit(),
};
if (process.argv.includes('--json')) console.log(JSON.stringify(summarise(measures)));
else printTable(measures);
