import * as z from 'zod';

/** Reads one environment setting on first use; a missing one is a defect of the deployment, named but without its value. */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`The setting ${name} is missing`);
  return value;
}

/** What `lib/regions.ts` hands to the functions of a region; made when it is first used, not at every cold start. */
export const regionSettingsSchema = () =>
  z.object({
    region: z.string(),
    mailDomain: z.string(),
    /** Where links in mails lead. */
    webOrigin: z.url(),
    /** Origins of our own pages; the first is `webOrigin`. */
    webOrigins: z.array(z.url()).min(1),
    closureGraceDays: z.number().int().min(0),
    breachApprovalsRequired: z.number().int().min(1),
    /** Jurisdictions that a person opened here by recording a licence; keys are ISO 3166-1 alpha-2 codes. */
    jurisdictions: z.record(
      z.string(),
      z.object({ licenceReference: z.string(), minimumAgeYears: z.number().int().positive().optional() }),
    ),
    /** Payment processors that may confirm deposits here, by processor id. Public keys only: no secret is stored. */
    processors: z.record(
      z.string(),
      z.object({
        methods: z.array(z.string()),
        publicKeys: z.array(z.object({ keyId: z.string(), publicKeyBase64: z.string() })),
      }),
    ),
    /** Where players are compared with lists of fraudsters; null where no source is contracted. */
    screening: z
      .discriminatedUnion('kind', [
        z.object({ kind: z.literal('service'), url: z.url(), dataset: z.string().min(1) }),
        z.object({ kind: z.literal('list') }),
      ])
      .nullable(),
    /** To which country prefixes (E.164) text messages go; null where none are sent. */
    sms: z.object({ allowedPrefixes: z.array(z.string()).min(1) }).nullable(),
  });

/** Settings of the region a function runs in. */
export type RegionSettings = z.infer<ReturnType<typeof regionSettingsSchema>>;

let settingsOfRegion: RegionSettings | undefined;

/** Parses `REGION_SETTINGS` once, on first use. Throws when the deployment gave malformed settings. */
export function regionSettings(): RegionSettings {
  settingsOfRegion ??= regionSettingsSchema().parse(JSON.parse(setting('REGION_SETTINGS')));
  return settingsOfRegion;
}

let hashesOfNotices: Record<string, Record<'en' | 'id', string>> | undefined;

/**
 * SHA-256 of the current privacy notices, hex, by ISO 3166-1 alpha-2 code and language: given to functions that show,
 * accept or publish them. Parses `NOTICE_HASHES` once, on first use.
 */
export function noticeHashes(): Record<string, Record<'en' | 'id', string>> {
  const schema = z.record(z.string(), z.object({ en: z.string(), id: z.string() }));
  hashesOfNotices ??= schema.parse(JSON.parse(setting('NOTICE_HASHES')));
  return hashesOfNotices;
}
