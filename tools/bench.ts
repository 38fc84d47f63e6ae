// Measures what the product costs: cold starts, registration, the intake of pictures, the way to ready. `--json` ends with
// one line of JSON.
import { measureInit, type InitMeasure } from './bench/init.ts';
import { measureIntake, type IntakeMeasure } from './bench/intake.ts';
import { measureReady } from './bench/ready.ts';
import { measureRegistration, type RegistrationMeasure } from './bench/registration.ts';

/** What each measure may be; what is a ratio holds on every machine. */
const budgets = {
  initRatio: 1.6,
  initRatioWithStorage: 2.4,
  registrationCpuRatio: 1.4,
  registrationCalls: 6,
  intakeRatio: 1.5,
  /** Beyond three times the file. */
  intakePeakBytesPerPixel: 4,
};

interface Measures {
  init: InitMeasure[];
  registration: RegistrationMeasure;
  intake: IntakeMeasure[];
  readyMilliseconds: number;
}

const slowest = (measured: readonly { ratio: number }[]) => Math.max(0, ...measured.map(({ ratio }) => ratio));
const dearest = (intake: readonly IntakeMeasure[]) => Math.max(0, ...intake.map(({ cpuRatio }) => cpuRatio));

/** The worst of each measure that has a budget. */
function worstOf({ init, registration, intake }: Measures): typeof budgets {
  return {
    initRatio: slowest(init.filter(({ hasStorage }) => !hasStorage)),
    initRatioWithStorage: slowest(init.filter(({ hasStorage }) => hasStorage)),
    registrationCpuRatio: registration.cpuRatio,
    registrationCalls: registration.calls,
    intakeRatio: dearest(intake),
    intakePeakBytesPerPixel: Math.max(0, ...intake.map(({ peakBytesPerPixel }) => peakBytesPerPixel)),
  };
}

function summarise(measures: Measures) {
  const { init, intake, readyMilliseconds } = measures;
  const worst = worstOf(measures);
  const limits = new Map(Object.entries(budgets));
  const isWithin = Object.entries(worst).every(([name, value]) => value <= (limits.get(name) ?? 0));
  const initRatios = Object.fromEntries(init.map(({ entry, ratio }) => [entry.replace('functions/', ''), ratio]));
  const intakeRatios = Object.fromEntries(intake.map(({ name, cpuRatio }) => [name, cpuRatio]));
  const readySeconds = Math.round(readyMilliseconds / 100) / 10;
  return { ...worst, readySeconds, budgets, isWithin, initRatios, intakeRatios };
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

function printIntake(intake: readonly IntakeMeasure[]): void {
  console.log('Intake of each picture, against decoding it with a library (at most 1.5):');
  for (const { name, cpuRatio, intakeMilliseconds, fileBytes, peakBytes } of intake) {
    const perMebibyte = (intakeMilliseconds / (fileBytes / 1024 / 1024)).toFixed(0);
    const size = `${megabytes(fileBytes)} MB, ${perMebibyte} ms of CPU per MiB, peak ${megabytes(peakBytes)} MB`;
    console.log(`  ${cpuRatio.toFixed(2).padStart(5)}  ${name} (${size})`);
  }
  const perPixel = Math.max(0, ...intake.map(({ peakBytesPerPixel }) => peakBytesPerPixel));
  console.log(`Intake: ${perPixel} bytes per pixel of the bound at its peak, beyond three times the file (at most 4)`);
}

function printTable({ init, registration, intake, readyMilliseconds }: Measures): void {
  console.log('Init of each function, against the DynamoDB document client alone (at most 1.6; with S3 2.4):');
  for (const { entry, milliseconds, ratio, hasStorage } of init.toSorted((left, right) => right.ratio - left.ratio)) {
    const kind = hasStorage ? ' S3' : '';
    console.log(`  ${ratio.toFixed(2).padStart(5)}  ${milliseconds.toFixed(0).padStart(4)} ms  ${entry}${kind}`);
  }
  const { calls, registrationMilliseconds, hashMilliseconds, cpuRatio } = registration;
  const [own, hash] = [registrationMilliseconds.toFixed(1), hashMilliseconds.toFixed(1)];
  console.log(`Registration: ${own} ms of CPU, ${cpuRatio} times its argon2id hash of ${hash} ms (at most 1.4)`);
  console.log(`Registration: ${calls} AWS calls (at most 6)`);
  printIntake(intake);
  console.log(`From npm start to ready, nothing changed: ${(readyMilliseconds / 1000).toFixed(1)} s`);
}

const measures: Measures = {
  readyMilliseconds: await measureReady(),
  registration: await measureRegistration(),
  intake: await measureIntake(),
  init: await measureInit(),
};
if (process.argv.includes('--json')) console.log(JSON.stringify(summarise(measures)));
else printTable(measures);
