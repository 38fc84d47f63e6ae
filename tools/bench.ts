// Measures what the product costs: cold starts, registration, logins, the intake of pictures, the way to ready; and whether
// the time of an answer tells that an address is known. `--json` ends with one line of JSON; `--seed N` plays an order of
// samples again.
import { parseArgs } from 'node:util';
import { measureEnumeration, type EnumerationMeasure } from './bench/enumeration.ts';
import { measureInit, type InitMeasure } from './bench/init.ts';
import { measureIntake, type IntakeMeasure } from './bench/intake.ts';
import { measureReady } from './bench/ready.ts';
import { measureRegistration, type RegistrationMeasure } from './bench/registration.ts';
import { measureSession, type SessionMeasure } from './bench/session.ts';

/** What each measure may be; what is a ratio holds on every machine. */
const budgets = {
  initRatio: 1.6,
  initRatioWithStorage: 2.4,
  registrationCpuRatio: 1.4,
  registrationCalls: 6,
  loginCpuRatio: 1.25,
  /** One signed read of session and account against no call at all: what matters is that no second one is added. */
  sessionCheckRatio: 60,
  /** How far from one half the chance may be that a known address is answered slower than an unknown one. */
  enumerationBias: 0.05,
  intakeRatio: 1.5,
  /** Beyond three times the file. */
  intakePeakBytesPerPixel: 4,
};

interface Measures {
  init: InitMeasure[];
  registration: RegistrationMeasure;
  session: SessionMeasure;
  enumeration: EnumerationMeasure;
  intake: IntakeMeasure[];
  readyMilliseconds: number;
}

const slowest = (measured: readonly { ratio: number }[]) => Math.max(0, ...measured.map(({ ratio }) => ratio));
const dearest = (intake: readonly IntakeMeasure[]) => Math.max(0, ...intake.map(({ cpuRatio }) => cpuRatio));

const bias = ({ chances }: EnumerationMeasure) =>
  Math.max(0, ...Object.values(chances).map((chance) => Math.abs(chance - 0.5)));

/** The worst of each measure that has a budget. */
function worstOf({ init, registration, session, enumeration, intake }: Measures): typeof budgets {
  return {
    initRatio: slowest(init.filter(({ hasStorage }) => !hasStorage)),
    initRatioWithStorage: slowest(init.filter(({ hasStorage }) => hasStorage)),
    registrationCpuRatio: registration.cpuRatio,
    registrationCalls: registration.calls,
    loginCpuRatio: session.login.cpuRatio,
    sessionCheckRatio: session.check.cpuRatio,
    enumerationBias: bias(enumeration),
    intakeRatio: dearest(intake),
    intakePeakBytesPerPixel: Math.max(0, ...intake.map(({ peakBytesPerPixel }) => peakBytesPerPixel)),
  };
}

function summarise(measures: Measures) {
  const { init, intake, enumeration, readyMilliseconds } = measures;
  const worst = worstOf(measures);
  const limits = new Map(Object.entries(budgets));
  const isWithin = Object.entries(worst).every(([name, value]) => value <= (limits.get(name) ?? 0));
  const initRatios = Object.fromEntries(init.map(({ entry, ratio }) => [entry.replace('functions/', ''), ratio]));
  const intakeRatios = Object.fromEntries(intake.map(({ name, cpuRatio }) => [name, cpuRatio]));
  const readySeconds = Math.round(readyMilliseconds / 100) / 10;
  return { ...worst, readySeconds, enumeration, budgets, isWithin, initRatios, intakeRatios };
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

function printSession({ login, check }: SessionMeasure): void {
  const [own, hash] = [login.ownMilliseconds.toFixed(1), login.yardstickMilliseconds.toFixed(1)];
  console.log(`Login: ${own} ms of CPU, ${login.cpuRatio} times its argon2id hash of ${hash} ms (at most 1.25)`);
  const [checked, empty] = [check.ownMilliseconds.toFixed(2), check.yardstickMilliseconds.toFixed(2)];
  const ratio = `${check.cpuRatio} times an empty handler of ${empty} ms (at most ${budgets.sessionCheckRatio})`;
  console.log(`Check of a session: ${checked} ms of CPU, ${ratio}`);
}

function printEnumeration({ seed, samples, chances }: EnumerationMeasure): void {
  const what = `Chance that a known address is answered slower than an unknown one, ${samples} samples each`;
  console.log(`${what} (0.45 to 0.55; seed ${seed}):`);
  for (const [route, chance] of Object.entries(chances)) console.log(`  ${chance.toFixed(3)}  ${route}`);
}

function printTable({ init, registration, session, enumeration, intake, readyMilliseconds }: Measures): void {
  console.log('Init of each function, against the DynamoDB document client alone (at most 1.6; with S3 2.4):');
  for (const { entry, milliseconds, ratio, hasStorage } of init.toSorted((left, right) => right.ratio - left.ratio)) {
    const kind = hasStorage ? ' S3' : '';
    console.log(`  ${ratio.toFixed(2).padStart(5)}  ${milliseconds.toFixed(0).padStart(4)} ms  ${entry}${kind}`);
  }
  const { calls, ownMilliseconds, yardstickMilliseconds, cpuRatio } = registration;
  const [own, hash] = [ownMilliseconds.toFixed(1), yardstickMilliseconds.toFixed(1)];
  console.log(`Registration: ${own} ms of CPU, ${cpuRatio} times its argon2id hash of ${hash} ms (at most 1.4)`);
  console.log(`Registration: ${calls} AWS calls (at most 6)`);
  printSession(session);
  printEnumeration(enumeration);
  printIntake(intake);
  console.log(`From npm start to ready, nothing changed: ${(readyMilliseconds / 1000).toFixed(1)} s`);
}

const { values: options } = parseArgs({
  options: { json: { type: 'boolean', default: false }, seed: { type: 'string' } },
});
const measures: Measures = {
  readyMilliseconds: await measureReady(),
  registration: await measureRegistration(),
  session: await measureSession(),
  enumeration: await measureEnumeration(options.seed === undefined ? undefined : Number(options.seed)),
  intake: await measureIntake(),
  init: await measureInit(),
};
if (options.json) console.log(JSON.stringify(summarise(measures)));
else printTable(measures);
