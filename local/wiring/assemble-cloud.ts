import path from 'node:path';
import { distributionListener } from '../cloudfront/distribution.ts';
import { readDistribution } from '../cloudfront/read-distribution.ts';
import { openStaffIssuer } from '../cognito/issuer.ts';
import type { StaffIssuer } from '../cognito/issuer.ts';
import { readIssuerSettings } from '../cognito/read-issuer-settings.ts';
import { openCredentials } from '../edge/credentials.ts';
import type { Credentials } from '../edge/credentials.ts';
import { edgeListener } from '../edge/edge.ts';
import { openJournal } from '../edge/journal.ts';
import type { Journal } from '../edge/journal.ts';
import { openPermissions } from '../edge/permissions.ts';
import type { Permissions } from '../edge/permissions.ts';
import { readPolicies } from '../edge/policies.ts';
import { readQueueKeys } from '../edge/queue-key-needs.ts';
import { readStreamKeys } from '../edge/stream-key-needs.ts';
import { authorizeSigned } from '../edge/signed-caller.ts';
import { openFaultPlan } from '../faults/fault-plan.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { httpApiListener } from '../http-api/http-api.ts';
import type { Need } from '../identity.ts';
import { openKms } from '../kms/engine.ts';
import { openControlPlane } from '../lambda/control-plane.ts';
import type { LambdaHost } from '../lambda/host.ts';
import type { InvocationReport } from '../lambda/pool.ts';
import { openStreamPositions } from '../lambda/stream-positions.ts';
import { readDeclaredSecrets } from '../secretsmanager/declared-secrets.ts';
import { openSecrets } from '../secretsmanager/secrets.ts';
import { resolveStage } from '../template/stage.ts';
import type { Stage } from '../template/stage.ts';
import { declareResources } from './declare-resources.ts';
import type { DeclaringEngines } from './declare-resources.ts';
import { readDeclaredKeys } from './declared-keys.ts';
import { readFunctions } from './function-settings.ts';
import type { DeclaredFunction } from './function-settings.ts';
import { openEngines } from './open-engines.ts';
import type { Ground } from './open-ground.ts';
import { openLoggedHost } from './open-logged-host.ts';
import { checkServicePermissions } from './service-permissions.ts';
import { startMappings } from './start-mappings.ts';
import type { Mappings } from './start-mappings.ts';
import { startSweeps } from './start-sweeps.ts';

/** The parts of a running cloud. */
export interface CloudParts {
  stage: Stage;
  journal: Journal;
  faults: FaultPlan;
  credentials: Credentials;
  permissions: Permissions;
  host: LambdaHost;
  invocations: readonly InvocationReport[];
  engines: DeclaringEngines;
  mappings: Mappings;
  issuer: StaffIssuer | undefined;
}

type Decisions = Pick<CloudParts, 'stage' | 'journal' | 'credentials' | 'permissions' | 'faults'> & {
  keyNeeds: (needs: readonly Need[]) => readonly Need[];
};

function openKeysAndStage(
  { assembly, folder, clock, edgeAddress, apiAddress, originAddress }: Ground,
  teardown: AsyncDisposableStack,
) {
  const kms = openKms({ folder, clock, region: assembly.region });
  teardown.defer(() => kms.close());
  const keyIds = new Map(
    readDeclaredKeys(assembly).map((key) => [key.logicalId, kms.createKey({ ...key, policy: {} }).keyId]),
  );
  const stage = resolveStage(assembly, {
    edgeAddress,
    apiAddress,
    originAddress,
    secretValueOf: openSecrets(folder, readDeclaredSecrets(assembly)),
    keyId: (logicalId) => keyIds.get(logicalId) ?? logicalId,
  });
  return { kms, stage };
}

function openDecisions(stage: Stage, { clock }: Ground): Decisions {
  const journal = openJournal();
  const permissions = openPermissions({ region: stage.region, clock, policies: readPolicies(stage), journal });
  const readers = [readQueueKeys(stage), readStreamKeys(stage)];
  const keyNeeds = (needs: readonly Need[]) => readers.flatMap((read) => read(needs));
  return { stage, journal, permissions, credentials: openCredentials(), faults: openFaultPlan(), keyNeeds };
}

interface Delivering extends Decisions {
  ground: Ground;
  host: LambdaHost;
  functions: readonly DeclaredFunction[];
  engines: DeclaringEngines;
}

function startDeliveries(delivering: Delivering, teardown: AsyncDisposableStack): Mappings {
  const { ground, functions, engines, permissions, keyNeeds } = delivering;
  checkServicePermissions(delivering.stage, (service, need) => permissions.serviceMay(service, need), keyNeeds);
  const positions = openStreamPositions(ground.folder);
  teardown.defer(() => positions.close());
  const roles = new Map(functions.map(({ settings, roleName }) => [settings.functionName, roleName]));
  const mappings = startMappings(
    {
      ...delivering,
      ...engines,
      clock: ground.clock,
      positions,
      roleOf: (functionName) => roles.get(functionName) ?? '',
      onFailure: (functionName, error) => ground.logs.write('local-cloud', `${functionName}: ${String(error)}`),
    },
    teardown,
  );
  const { dynamodb, s3 } = engines;
  teardown.defer(
    startSweeps(ground.clock, [() => dynamodb.sweepExpired(), () => dynamodb.sweepHistory(), () => s3.sweepExpired()]),
  );
  engines.bus.start();
  engines.ses.start();
  return mappings;
}

async function openIssuer(stage: Stage, { folder, clock }: Ground): Promise<StaffIssuer | undefined> {
  const settings = readIssuerSettings(stage);
  return settings === undefined ? undefined : await openStaffIssuer({ ...settings, folder, clock });
}

function serve(parts: Delivering, issuer: StaffIssuer | undefined): void {
  const { ground, stage, host, credentials, permissions, engines } = parts;
  const { clock } = ground;
  const credentialOf = credentials.credentialOf;
  const { authorize } = permissions;
  const onDefect = (error: unknown) => ground.onDefect(error);
  ground.edgeServer.on(
    'request',
    edgeListener({
      clock,
      engines: { ...engines, lambda: openControlPlane(host, stage.region) },
      credentialOf,
      authorize,
      faults: parts.faults,
      furtherNeeds: (needs) => parts.keyNeeds(needs),
      killInvocation: (requestId) => void host.killInvocation(requestId),
      onDefect,
    }),
  );
  const listener = httpApiListener({
    stage,
    clock,
    invoke: (functionName, event) => host.invoke(functionName, event),
    ...(issuer !== undefined && { trust: { issuer: issuer.issuer, keys: issuer.keys, now: () => clock.now() } }),
    authorizeSigned: authorizeSigned({ credentialOf, authorize, clock }),
    onAccess: (line) => ground.logs.write('api-access', line),
    onDefect,
  });
  ground.originServer.on('request', listener);
  const settings = readDistribution(stage);
  if (settings === undefined) return;
  ground.apiServer.on('request', distributionListener({ settings, originAddress: ground.originAddress }));
}

/** Puts the cloud together on its ground: keys, templates, permissions, functions, engines, deliveries, listeners. */
export async function assembleCloud(ground: Ground, teardown: AsyncDisposableStack): Promise<CloudParts> {
  const { clock, folder, edgeAddress } = ground;
  const { kms, stage } = openKeysAndStage(ground, teardown);
  const decisions = openDecisions(stage, ground);
  const { credentials, permissions, faults } = decisions;
  const { host, invocations } = openLoggedHost(ground.logs, clock, path.join(folder, 'compile-cache'));
  const functions = readFunctions({ stage, credentials, edgeAddress });
  for (const { settings } of functions) host.addFunction(settings);
  const wakers: Mappings[] = [];
  const engines = openEngines(
    {
      folder,
      clock,
      region: stage.region,
      edgeAddress,
      kms,
      host,
      permissions,
      faults,
      credentialOf: credentials.credentialOf,
      onRecords: (tableName) => wakers.forEach((mappings) => mappings.wake(tableName)),
      onDefect: (error) => ground.onDefect(error),
      onFailure: (error, targetArn) => ground.logs.write('local-cloud', `${targetArn}: ${String(error)}`),
    },
    teardown,
  );
  declareResources(stage, engines);
  const delivering = { ...decisions, ground, host, functions, engines };
  const issuer = await openIssuer(stage, ground);
  serve(delivering, issuer);
  const mappings = startDeliveries(delivering, teardown);
  wakers.push(mappings);
  // Functions end first, so that mappings do not wait for them.
  teardown.defer(() => host.close());
  return { ...delivering, invocations, mappings, issuer };
}
