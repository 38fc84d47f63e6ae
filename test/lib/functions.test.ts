import { describe, expect, it } from 'vitest';
import { stages } from '#lib/app.ts';
import type { Needs } from '#lib/needs.ts';
import type { RouteRow } from '#lib/route-row.ts';
import { routes } from '#lib/routes.ts';
import type { WorkerRow } from '#lib/worker-row.ts';
import { workers } from '#lib/workers.ts';
import { regionSettingsSchema } from '#stores/settings.ts';
import { resourcesOf, sorted, type Properties } from './templates.ts';

const rows = [...routes, ...workers];
const functions = () => resourcesOf('AWS::Lambda::Function');
const nameOf = (entry: string) => `sesetoro-${entry.split('/').slice(1).join('-')}`;
const variablesOf = ({ properties }: { properties: Properties }): Record<string, unknown> =>
  properties['Environment'].Variables;

const upper = (name: string) => name.toUpperCase().replaceAll('-', '_');

function settingsOfCaller(row: RouteRow | WorkerRow): string[] {
  if (!('caller' in row)) return [];
  const ofCaller = { player: ['TABLE_SESSIONS', 'TABLE_PLAYERS'], staff: ['TABLE_STAFF'], public: [], webhook: [] };
  return ['ORIGIN_SECRET', 'ROUTE_CALLER', 'ROUTE_ROLES', 'ROUTE_STEP_UP', 'ROUTE_CONSENT', ...ofCaller[row.caller]];
}

const settingsOfObjects = ({ kyc, exports, screeningLists }: NonNullable<Needs['objects']> = {}) => [
  ...(kyc === undefined ? [] : ['BUCKET_KYC', 'KEY_KYC_DOCUMENTS']),
  ...(kyc?.getVersionTags === undefined ? [] : ['KYC_INTAKE_TRIGGER']),
  ...(exports === undefined ? [] : ['BUCKET_EXPORTS', 'KEY_EXPORTS']),
  ...(screeningLists === undefined ? [] : ['BUCKET_SCREENING_LISTS']),
];

function settingsOfNeeds({ tables = {}, indexes = {}, queues = [], blindIndexes = [], mail = [], ...others }: Needs) {
  return [
    ...[...Object.keys(tables), ...Object.keys(indexes)].map((name) => `TABLE_${upper(name)}`),
    ...queues.map((name) => `QUEUE_${upper(name)}`),
    ...blindIndexes.map((name) => `KEY_${upper(name)}_INDEX`),
    ...mail.flatMap((name) => [`CONFIGURATION_SET_${upper(name)}`, 'MAIL_FROM']),
    ...(others.sms === true ? ['SMS_CONFIGURATION_SET', 'SMS_ORIGINATION_IDENTITY'] : []),
    ...(others.noticeHashes === true ? ['NOTICE_HASHES'] : []),
    ...settingsOfObjects(others.objects),
    ...(others.subjectKeys === undefined ? [] : ['KEY_SUBJECT_KEYS', 'KEY_COMPLIANCE']),
  ];
}

describe('functions', () => {
  it('are one per row in every stage, and nothing else runs code', () => {
    for (const stage of Object.keys(stages)) {
      const names = resourcesOf('AWS::Lambda::Function', stage).map(({ properties }) => properties['FunctionName']);
      expect(sorted(names)).toEqual(sorted(rows.map(({ entry }) => nameOf(entry))));
    }
  });

  it('run on arm64 with Node 24 and have an explicit timeout', () => {
    for (const { at, properties } of functions()) {
      expect(properties['Runtime'], at).toBe('nodejs24.x');
      expect(properties['Architectures'], at).toEqual(['arm64']);
      expect(properties['Timeout'], at).toBeGreaterThan(0);
    }
  });

  it('of routes answer before the gateway gives up', () => {
    const names = new Set(routes.map(({ entry }) => nameOf(entry)));
    for (const { at, properties } of functions()) {
      if (names.has(properties['FunctionName'])) expect(properties['Timeout'], at).toBeLessThan(30);
    }
  });

  it('each have a role of their own', () => {
    for (const stage of Object.keys(stages)) {
      const ofStage = resourcesOf('AWS::Lambda::Function', stage);
      const roles = ofStage.map(({ at, properties }) => `${at.split('/')[1]}/${properties['Role']['Fn::GetAtt'][0]}`);
      expect(new Set(roles).size).toBe(ofStage.length);
    }
  });

  it('that hash passwords have a whole vCPU and a bound on how many run at once; others share', () => {
    const hashing = new Set(routes.filter(({ hashesPasswords }) => hashesPasswords).map(({ entry }) => nameOf(entry)));
    expect(hashing.size).toBeGreaterThan(2);
    for (const { at, properties } of functions()) {
      const bound = properties['ReservedConcurrentExecutions'];
      if (!hashing.has(properties['FunctionName'])) expect(bound, at).toBeUndefined();
      else expect([bound, properties['MemorySize']], at).toEqual([20, 1769]);
    }
  });

  it('alarm in words that say what a person loses', () => {
    const impacts = new Map(rows.map(({ entry, errorImpact }) => [nameOf(entry), errorImpact]));
    for (const made of functions()) {
      const stack = made.at.slice(0, made.at.lastIndexOf('/') + 1);
      const ofStack = resourcesOf('AWS::CloudWatch::Alarm', made.stage).filter(({ at }) => at.startsWith(stack));
      const alarm = ofStack.find(({ properties }) =>
        JSON.stringify(properties['Metrics'] ?? []).includes(`"${made.logicalId}"`),
      );
      expect(alarm?.properties['AlarmDescription'], made.at).toBe(impacts.get(made.properties['FunctionName']));
      expect(alarm?.properties['AlarmActions'], made.at).toHaveLength(1);
    }
  });

  it('on a schedule alarm when they are not started in time', () => {
    const scheduled = workers.filter(({ source }) => source.kind === 'schedule');
    const silent = resourcesOf('AWS::CloudWatch::Alarm', 'Local').filter(
      ({ properties }) => properties['MetricName'] === 'Invocations',
    );
    expect(silent).toHaveLength(scheduled.length);
    for (const { at, properties } of silent) expect(properties['TreatMissingData'], at).toBe('breaching');
  });
});

describe('logs', () => {
  it('are kept for 90 days under our key', () => {
    expect(resourcesOf('AWS::Logs::LogGroup', 'Local')).toHaveLength(rows.length + 1);
    for (const { at, properties } of resourcesOf('AWS::Logs::LogGroup')) {
      expect(properties['RetentionInDays'], at).toBe(90);
      expect(JSON.stringify(properties['KmsKeyId']), at).toContain('KeysLogsKey');
    }
  });

  it('of functions go to the group of the function', () => {
    for (const { at, properties } of functions()) {
      expect(properties['LoggingConfig'].LogGroup.Ref, at).toMatch(/Log[0-9A-F]{8}$/);
    }
  });
});

describe('settings of functions', () => {
  it('name a table, queue, bucket or key only if the row does', () => {
    for (const made of resourcesOf('AWS::Lambda::Function', 'Local')) {
      const row = rows.find(({ entry }) => nameOf(entry) === made.properties['FunctionName'])!;
      const allowed = new Set(['REGION_SETTINGS', ...settingsOfCaller(row), ...settingsOfNeeds(row.needs)]);
      expect(
        Object.keys(variablesOf(made)).filter((name) => !allowed.has(name)),
        made.at,
      ).toEqual([]);
    }
  });

  it('say who calls and which roles, from the row alone', () => {
    const variables = new Map(
      resourcesOf('AWS::Lambda::Function', 'Local').map((made) => [made.properties['FunctionName'], variablesOf(made)]),
    );
    for (const { entry, caller, roles, stepUp, worksWithoutConsent } of routes) {
      expect(variables.get(nameOf(entry))).toMatchObject({ ROUTE_CALLER: caller });
      expect(variables.get(nameOf(entry))?.['ROUTE_ROLES']).toBe(roles?.join(','));
      const asked = (needed: boolean) => (caller !== 'player' ? undefined : needed ? 'needed' : 'not-needed');
      expect(variables.get(nameOf(entry))?.['ROUTE_STEP_UP']).toBe(asked(stepUp === true));
      expect(variables.get(nameOf(entry))?.['ROUTE_CONSENT']).toBe(asked(worksWithoutConsent !== true));
    }
    for (const { entry } of workers) expect(variables.get(nameOf(entry))).not.toHaveProperty('ROUTE_CALLER');
  });

  it('parse as the stores read them, and hand over open jurisdictions only', () => {
    for (const made of functions()) {
      const settings = regionSettingsSchema().parse(JSON.parse(String(variablesOf(made)['REGION_SETTINGS'])));
      expect(settings.region, made.at).toBe(stages[made.stage]!.region);
      if (made.stage !== 'Local') expect([settings.jurisdictions, settings.processors], made.at).toEqual([{}, {}]);
      else expect(Object.keys(settings.jurisdictions), made.at).toContain('ID');
    }
  });

  it('fit into the 4 KB that Lambda allows, with room for the names that references become', () => {
    for (const made of functions()) {
      const bytes = Object.entries(variablesOf(made)).reduce(
        (sum, [name, value]) => sum + name.length + (typeof value === 'string' ? value.length : 120),
        0,
      );
      expect(bytes, made.at).toBeLessThan(4096);
    }
  });
});

describe('alarms', () => {
  it('reach a topic that is encrypted, that CloudWatch may publish to, and that takes nothing without TLS', () => {
    expect(resourcesOf('AWS::SNS::Topic')).toHaveLength(Object.keys(stages).length);
    for (const { at, properties } of resourcesOf('AWS::SNS::Topic')) {
      expect(JSON.stringify(properties['KmsMasterKeyId']), at).toContain('KeysQueuesKey');
    }
    for (const { at, properties } of resourcesOf('AWS::SNS::TopicPolicy')) {
      const { Statement } = properties['PolicyDocument'];
      expect(Statement, at).toContainEqual(
        expect.objectContaining({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
      );
      expect(Statement, at).toContainEqual(
        expect.objectContaining({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } }),
      );
    }
  });

  it('all have somebody to tell', () => {
    for (const { at, properties } of resourcesOf('AWS::CloudWatch::Alarm')) {
      expect(JSON.stringify(properties['AlarmActions']), at).toContain('sesetoro-alarms');
    }
  });
});
