import { consoleListener } from './pages/console.ts';
import type { Cloud, CloudOptions } from './running-cloud.ts';
import { assembleCloud } from './wiring/assemble-cloud.ts';
import { openGround } from './wiring/open-ground.ts';
import { settle } from './wiring/settle.ts';

export type { ClientSettings, Cloud, CloudOptions } from './running-cloud.ts';

function oneOf(names: readonly string[], wanted: string): string {
  if (names.includes(wanted)) return wanted;
  const similar = names.filter((name) => name.includes(wanted));
  const [only] = similar;
  if (only !== undefined && similar.length === 1) return only;
  throw new Error(`${wanted} is none of ${names.join(', ')}, or several`);
}

async function start(options: CloudOptions, teardown: AsyncDisposableStack): Promise<Cloud> {
  const ground = await openGround(options, teardown);
  const parts = await assembleCloud(ground, teardown);
  const { stage, credentials, engines } = parts;
  const cloud: Cloud = {
    region: stage.region,
    apiAddress: ground.apiAddress,
    originAddress: ground.originAddress,
    awsAddress: ground.edgeAddress,
    consoleAddress: ground.consoleAddress,
    dataFolder: ground.folder,
    stage,
    clock: ground.clock,
    journal: parts.journal,
    faults: parts.faults,
    host: parts.host,
    mail: engines.ses,
    smsInbox: engines['sms-voice'].inbox,
    queues: engines.sqs,
    tables: engines.dynamodb,
    logs: ground.logs,
    staff: parts.issuer,
    invocations: parts.invocations,
    defects: ground.defects,
    denials: (mark) => parts.journal.denials(mark),
    clientSettings(functionName) {
      const name = functionName === undefined ? undefined : oneOf(parts.host.functionNames(), functionName);
      const keys = name === undefined ? credentials.operator : credentials.keysOf(name);
      if (keys === undefined) throw new Error(`${functionName} has no credentials`);
      const systemClockOffset = ground.clock.offsetMs();
      return { region: stage.region, endpoint: ground.edgeAddress, credentials: keys, systemClockOffset };
    },
    schedules: () => engines.bus.schedules(),
    fireSchedule(wanted) {
      const names = engines.bus.schedules().map(({ name }) => name);
      return engines.bus.fireSchedule(oneOf(names, wanted));
    },
    settle: (settleOptions) => settle({ ...engines, ...parts, clock: ground.clock }, settleOptions),
    stop: () => teardown.disposeAsync(),
  };
  ground.consoleServer.on('request', consoleListener(cloud));
  return cloud;
}

/**
 * Starts the local cloud from synthesised templates. Throws an Error that says what is wrong: templates that it does
 * not understand, a port that is taken, a delivery that the templates do not permit.
 */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const teardown = new AsyncDisposableStack();
  try {
    return await start(options, teardown);
  } catch (error) {
    await teardown.disposeAsync();
    throw error;
  }
}
