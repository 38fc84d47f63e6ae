import { numberAt, optionalTextAt, recordAt, recordsAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

/** The part of a global table's properties that belongs to the stage's region. */
function replicaOf({ properties }: Resource, region: string): Properties {
  const replicas = recordsAt(properties, 'Replicas');
  return replicas.find((replica) => replica['Region'] === region) ?? {};
}

function encryptionOf(table: Resource, region: string) {
  const settings = [replicaOf(table, region), table.properties].map((each) => recordAt(each, 'SSESpecification'));
  const keyId = settings.map((each) => optionalTextAt(each, 'KMSMasterKeyId')).find((id) => id !== undefined);
  if (keyId === undefined) return {};
  return { SSESpecification: { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: keyId } };
}

function streamOf({ properties }: Resource) {
  const view = optionalTextAt(recordAt(properties, 'StreamSpecification'), 'StreamViewType');
  return view === undefined ? {} : { StreamSpecification: { StreamEnabled: true, StreamViewType: view } };
}

function protectionOf(table: Resource, region: string) {
  const settings = [replicaOf(table, region), table.properties];
  return settings.some((each) => each['DeletionProtectionEnabled'] === true) ? { DeletionProtectionEnabled: true } : {};
}

/** AWS keeps 35 days where the template says only that it is on. */
const recoveryDaysByDefault = 35;

function recoveryOf(table: Resource, region: string) {
  const settings = [replicaOf(table, region), table.properties].map((each) =>
    recordAt(each, 'PointInTimeRecoverySpecification'),
  );
  const isOn = settings.find((each) => each['PointInTimeRecoveryEnabled'] === true);
  return isOn && { recoveryDays: numberAt(isOn, 'RecoveryPeriodInDays', recoveryDaysByDefault) };
}

/** What DynamoDB must be told to make a table of the templates, global or plain. */
export function tableDefinition(table: Resource, { region }: Stage) {
  const { properties, name } = table;
  const timeToLive = recordAt(properties, 'TimeToLiveSpecification');
  const attribute = optionalTextAt(timeToLive, 'AttributeName');
  const copied = [
    'KeySchema',
    'AttributeDefinitions',
    'GlobalSecondaryIndexes',
    'LocalSecondaryIndexes',
    'BillingMode',
  ];
  return {
    definition: {
      TableName: name,
      ...Object.fromEntries(copied.filter((key) => key in properties).map((key) => [key, properties[key]])),
      ...streamOf(table),
      ...encryptionOf(table, region),
      ...protectionOf(table, region),
    },
    ...recoveryOf(table, region),
    ...(timeToLive['Enabled'] === true && attribute !== undefined && { timeToLiveAttribute: attribute }),
  };
}
