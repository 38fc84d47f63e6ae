import type { Jurisdiction } from './jurisdiction.ts';
import { promisedCeiling, promisedDeadline, promisedObjection, staysAtHome } from './policy-promises.ts';

const lawInForce = '2022-10-17';

/**
 * UU 27/2022 gives 3 x 24 hours where the policy promises 30 days. Whether they start with receipt is not settled; we
 * start with receipt.
 */
const threeDays = { unit: 'hours', amount: 72 } as const;

/** Until equal protection or binding safeguards are on record, explicit consent is the rung of the ladder that is left. */
const consentedTransfer = {
  value: 'consent',
  source: 'UU 27/2022 art. 56(4): consent where neither equal protection nor binding safeguards are established',
  effectiveFrom: lawInForce,
  confirmed: false,
} as const;

/**
 * Indonesia. The law of the country prohibits online gambling (UU ITE art. 27(2)): nothing here says that the
 * operator's business is lawful there, and without a licence reference nobody can register.
 */
export const indonesia: Jurisdiction = {
  code: 'ID',
  name: { en: 'Indonesia', id: 'Indonesia' },
  currency: 'IDR',
  languages: ['id', 'en'],
  timeZone: {
    value: 'Asia/Jakarta',
    source: 'Western Indonesian Time (UTC+7), the westernmost of the three zones; IANA time zone database',
    effectiveFrom: null,
    confirmed: true,
  },
  minimumAgeYears: {
    value: null,
    source: 'No age for gaming can be stated where gaming is prohibited; the licence must set it',
    effectiveFrom: null,
    confirmed: true,
  },
  depositMaxBeforeProof: {
    value: { amountMinor: 200_000_000 },
    source:
      'House rule, no sum is in the law: IDR 2,000,000, as much as PBI 20/6/PBI/2018 lets an unregistered holder keep in electronic money',
    effectiveFrom: null,
    confirmed: false,
  },
  deadlines: {
    access: {
      value: threeDays,
      source: 'UU 27/2022 art. 32(2): 3 x 24 hours',
      effectiveFrom: lawInForce,
      confirmed: true,
    },
    correction: {
      value: threeDays,
      source: 'UU 27/2022 art. 30: 3 x 24 hours',
      effectiveFrom: lawInForce,
      confirmed: true,
    },
    deletion: promisedDeadline,
    objection: promisedObjection,
    restriction: {
      value: threeDays,
      source: 'UU 27/2022 art. 41: postponement and restriction of processing within 3 x 24 hours',
      effectiveFrom: lawInForce,
      confirmed: false,
    },
    'consent-withdrawal': {
      value: threeDays,
      source: 'UU 27/2022: processing stops within 3 x 24 hours of the withdrawal of consent',
      effectiveFrom: lawInForce,
      confirmed: true,
    },
  },
  requestExtension: {
    value: null,
    source: 'UU 27/2022 gives 3 x 24 hours and names no extension',
    effectiveFrom: lawInForce,
    confirmed: false,
  },
  breachClocks: {
    regulator: {
      value: { kind: 'hours', hours: 72, from: 'awareness' },
      source: 'UU 27/2022 art. 46(1): in writing within 3 x 24 hours',
      effectiveFrom: lawInForce,
      confirmed: true,
    },
    subjects: {
      value: { kind: 'hours', hours: 72, from: 'awareness' },
      source: 'UU 27/2022 art. 46(1): in writing within 3 x 24 hours',
      effectiveFrom: lawInForce,
      confirmed: true,
    },
  },
  reconsent: {
    value: 'required',
    source:
      'UU 27/2022 arts 21, 22 and 24: consent is explicit, recorded and asked for anew when what was told changes',
    effectiveFrom: lawInForce,
    confirmed: false,
  },
  retentionYears: {
    floor: {
      value: 5,
      source: 'UU 8/2010 art. 21: five years after the relationship ends; who is a reporting party is not settled',
      effectiveFrom: null,
      confirmed: false,
    },
    ceiling: promisedCeiling,
  },
  residency: {
    value: 'none',
    source: 'PP 71/2019: private operators of electronic systems are free of localisation',
    effectiveFrom: '2019-10-10',
    confirmed: true,
  },
  homeRegion: 'ap-southeast-3',
  transfers: {
    'ap-southeast-3': staysAtHome,
    'ap-southeast-1': consentedTransfer,
    'eu-west-1': consentedTransfer,
  },
  regulator: {
    value: { name: 'Ministry of Communication and Digital Affairs (Komdigi)', website: 'https://www.komdigi.go.id' },
    source:
      'UU 27/2022 arts 46 and 58: Komdigi until the agency is formed; to be read again before PP 33/2026 is in force',
    effectiveFrom: lawInForce,
    confirmed: false,
  },
};
