import type { Needs } from './needs.ts';
import { tablesOf } from './permissions/tables.ts';
import type { Region } from './regions.ts';
import type { RegionResources } from './resources.ts';

const settingName = (kind: string, name: string) => `${kind}_${name.toUpperCase().replaceAll('-', '_')}`;

/** What functions are told of their region: open jurisdictions only, and what rules depend on. */
export function regionSettingsJson(region: Region): string {
  const open = Object.entries(region.jurisdictions).filter(([, { licenceReference }]) => licenceReference !== null);
  return JSON.stringify({
    region: region.region,
    mailDomain: region.mailDomain,
    webOrigin: region.webOrigins[0],
    closureGraceDays: region.closureGraceDays,
    breachApprovalsRequired: region.breachApprovalsRequired,
    jurisdictions: Object.fromEntries(open),
    processors: region.processors,
  });
}

function keySettings(needs: Needs, { keys }: RegionResources): Record<string, string> {
  const { subjectKeys, objects, blindIndexes = [] } = needs;
  const writesObjects = (objects?.kyc?.put ?? objects?.kyc?.presignPost) !== undefined;
  return {
    ...(subjectKeys?.create === undefined ? {} : { KEY_SUBJECT_KEYS: keys['subject-keys'].keyArn }),
    ...(subjectKeys?.rewrap === undefined ? {} : { KEY_COMPLIANCE: keys['compliance'].keyArn }),
    ...(writesObjects ? { KEY_KYC_DOCUMENTS: keys['kyc-documents'].keyArn } : {}),
    ...Object.fromEntries(
      blindIndexes.map((name) => [settingName('KEY', `${name}-index`), keys[`${name}-index`].keyArn]),
    ),
  };
}

function mailSettings({ mail: classes = [] }: Needs, { mail }: RegionResources): Record<string, string> {
  if (classes.length === 0) return {};
  const sets = classes.map((name) => [settingName('CONFIGURATION_SET', name), mail.configurationSets[name].name]);
  return { MAIL_FROM: mail.from, ...Object.fromEntries(sets) };
}

/** Turns needs into the environment of a function: the settings of what the row names and of the region. */
export function environmentFor(needs: Needs, resources: RegionResources): Record<string, string> {
  return {
    REGION_SETTINGS: regionSettingsJson(resources.settings),
    ...Object.fromEntries(
      tablesOf(needs).map(([name]) => [settingName('TABLE', name), resources.tables[name].tableName]),
    ),
    ...(needs.objects?.kyc === undefined ? {} : { BUCKET_KYC: resources.kycBucket.bucketName }),
    ...Object.fromEntries(
      (needs.queues ?? []).map((name) => [settingName('QUEUE', name), resources.queues[name].queueUrl]),
    ),
    ...keySettings(needs, resources),
    ...mailSettings(needs, resources),
  };
}
