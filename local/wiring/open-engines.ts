import type { Clock } from '../clock.ts';
import { openDynamoDb } from '../dynamodb/engine.ts';
import { callContext } from '../edge/call-context.ts';
import type { Permissions } from '../edge/permissions.ts';
import type { CredentialOf } from '../signature/credential.ts';
import { openEventBus } from '../events/event-bus.ts';
import type { FaultPlan } from '../faults/fault-plan.ts';
import { openMalwareProtection, scannerName } from '../guardduty/malware-protection.ts';
import { functionNameFrom } from '../http-api/routes.ts';
import type { Kms } from '../kms/engine.ts';
import type { LambdaHost } from '../lambda/host.ts';
import { openS3 } from '../s3/s3.ts';
import { openSes } from '../ses/ses.ts';
import { openSmsVoice } from '../sms-voice/sms-voice.ts';
import { openSqs } from '../sqs/sqs.ts';
import type { DeclaringEngines } from './declare-resources.ts';
import { makeManagedStorageKey, openObjectKeys } from './object-keys.ts';

/** What engines are opened with. */
export interface EngineSurroundings {
  folder: string;
  clock: Clock;
  region: string;
  edgeAddress: string;
  kms: Kms;
  host: LambdaHost;
  permissions: Permissions;
  faults: FaultPlan;
  credentialOf: CredentialOf;
  /** Told of tables that have new stream records. */
  onRecords(tableName: string): void;
  /** Takes what should never happen. */
  onDefect(error: unknown): void;
  /** Told of deliveries of the event bus that failed. */
  onFailure(error: unknown, targetArn: string): void;
}

/**
 * Opens the engines and connects them: S3 and mail events go to the bus, uploads to their scan, the bus to queues and
 * functions.
 */
export function openEngines(surroundings: EngineSurroundings, teardown: AsyncDisposableStack): DeclaringEngines {
  const { folder, clock, region, kms, permissions, host } = surroundings;
  const place = { folder, clock, region };
  const sqs = openSqs({ ...place, baseUrl: surroundings.edgeAddress });
  teardown.defer(() => sqs.close());
  const dynamodb = openDynamoDb({ ...place, onRecords: (tableName) => surroundings.onRecords(tableName) });
  teardown.defer(() => dynamodb.close());
  const bus = openEventBus({
    ...place,
    deliveries: {
      toQueue: (queueArn, body) => sqs.deliver(queueArn, body),
      toFunction: (functionArn, event) => host.invokeLater(functionNameFrom(functionArn), event),
    },
    onFailure: (error, targetArn) => surroundings.onFailure(error, targetArn),
    authorize: (roleArn, need) => permissions.authorizeRole(roleArn.split('/').at(-1) ?? '', 'event-bus')(need),
  });
  teardown.defer(() => bus.close());
  const ses = openSes({ ...place, emit: (draft) => bus.putEvent(draft) });
  teardown.defer(() => ses.close());
  const smsVoice = openSmsVoice(place);
  teardown.defer(() => smsVoice.close());
  const managedKeyArn = makeManagedStorageKey(kms).arn;
  const s3 = openS3({
    ...place,
    keys: openObjectKeys({ kms, region, managedKeyArn, authorize: permissions.authorize }),
    authorize: permissions.authorize,
    credentialOf: surroundings.credentialOf,
    emit: (event) => {
      const { source, 'detail-type': detailType, detail, resources } = event;
      void bus.putEvent({ source, detailType, detail, resources });
      malwareProtection.hear(event);
    },
  });
  teardown.defer(() => s3.close());
  const malwareProtection = openMalwareProtection({
    perform: (principal, request) =>
      callContext.run({ functionName: scannerName }, () => s3.performAs(principal, request)),
    meetFault: (call) => surroundings.faults.meetCall(call),
    emit: (draft) => bus.putEvent(draft),
    onDefect: (error) => surroundings.onDefect(error),
  });
  teardown.defer(() => malwareProtection.close());
  return { dynamodb, kms, s3, sqs, ses, 'sms-voice': smsVoice, bus, malwareProtection };
}
