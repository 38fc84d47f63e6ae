import type { KeyName } from './constructs/region-keys.ts';
import type { Needs } from './needs.ts';
import { noticeHashesOf } from './notice-hashes.ts';
import { tablesOf } from './permissions/tables.ts';
import type { Region } from './regions.ts';
import type { RegionResources } from './resources.ts';

const settingName = (kind: string, name: string) => `${kind}_${name.toUpperCase().replaceAll('-', '_')}`;

/** What functions are told of their region: open jurisdictions only, and what rules depend on. */
function regionSettingsJson(region: Region): string {
  const open = Object.entries(region.jurisdictions).filter(([, { licenceReference }]) => licenceReference !== null);
  return JSON.stringify({
    region: region.region,
    mailDomain: region.mailDomain,
    webOrigin: region.webOrigins[0],
    webOrigins: region.webOrigins,
    closureGraceDays: region.closureGraceDays,
    breachApprovalsRequired: region.breachApprovalsRequired,
    screening: region.screening,
    sms: region.sms === null ? null : { allowedPrefixes: region.sms.allowedPrefixes },
    jurisdictions: Object.fromEntries(open),
    processors: region.processors,
  });
}

/** Keys under which a function itself has objects encrypted. */
function objectKeys({ objects }: Needs): (KeyName | undefined)[] {
  const isKeeping = objects?.kyc?.put ?? objects?.kyc?.presignPost;
  return [isKeeping && 'kyc-documents', objects?.exports?.put && 'exports'];
}

/** ARNs of the keys that a function names itself; those that services use for it are not its business. */
function keySettings(needs: Needs, { keys }: RegionResources): Record<string, string> {
  const { create, rewrap } = needs.subjectKeys ?? {};
  const named: readonly (KeyName | undefined)[] = [
    create && 'subject-keys',
    rewrap && 'compliance',
    ...objectKeys(needs),
    ...(needs.blindIndexes ?? []).map((name) => `${name}-index` as const),
  ];
  return Object.fromEntries(
    named.filter((name) => name !== undefined).map((name) => [settingName('KEY', name), keys[name].keyArn]),
  );
}

function mailSettings({ mail: classes = [] }: Needs, { mail }: RegionResources): Record<string, string> {
  if (classes.length === 0) return {};
  const sets = classes.map((name) => [settingName('CONFIGURATION_SET', name), mail.configurationSets[name].name]);
  return { MAIL_FROM: mail.from, ...Object.fromEntries(sets) };
}

function smsSettings({ sms }: Needs, { sms: resources }: RegionResources): Record<string, string> {
  if (sms !== true || resources === null) return {};
  return {
    SMS_ORIGINATION_IDENTITY: resources.originationIdentityArn,
    SMS_CONFIGURATION_SET: resources.configurationSet.name,
  };
}

function bucketSettings({ objects }: Needs, resources: RegionResources): Record<string, string> {
  const { kycBucket, exportBucket, screeningLists, settings } = resources;
  return {
    ...(objects?.kyc === undefined ? {} : { BUCKET_KYC: kycBucket.bucketName }),
    ...(objects?.kyc?.getVersionTags && { KYC_INTAKE_TRIGGER: settings.kycIntakeTrigger }),
    ...(objects?.exports === undefined ? {} : { BUCKET_EXPORTS: exportBucket.bucketName }),
    ...(objects?.screeningLists === undefined ? {} : { BUCKET_SCREENING_LISTS: screeningLists.bucketName }),
  };
}

/** Turns needs into the environment of a function: the settings of what the row names and of the region. */
export function environmentFor(needs: Needs, resources: RegionResources): Record<string, string> {
  return {
    REGION_SETTINGS: regionSettingsJson(resources.settings),
    ...Object.fromEntries(
      tablesOf(needs).map(([name]) => [settingName('TABLE', name), resources.tables[name].tableName]),
    ),
    ...(needs.noticeHashes && { NOTICE_HASHES: JSON.stringify(noticeHashesOf(resources.settings.region)) }),
    ...bucketSettings(needs, resources),
    ...Object.fromEntries(
      (needs.queues ?? []).map((name) => [settingName('QUEUE', name), resources.queues[name].queueUrl]),
    ),
    ...keySettings(needs, resources),
    ...mailSettings(needs, resources),
    ...smsSettings(needs, resources),
  };
}
