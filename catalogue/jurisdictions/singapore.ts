import type { Jurisdiction } from './jurisdiction.ts';
import { promisedCeiling, promisedDeadline, promisedObjection, staysAtHome } from './policy-promises.ts';

/** No binding instrument is on record yet, so the person's own consent is what the regulations leave. */
const consentedTransfer = {
  value: 'consent',
  source:
    'PDPA s 26 and its transfer regulations: comparable protection by an enforceable obligation, or informed consent',
  effectiveFrom: null,
  confirmed: false,
} as const;

const breachDutyInForce = '2021-02-01';

/** Singapore: gambling is prohibited unless licensed or exempted (Gambling Control Act 2022). */
export const singapore: Jurisdiction = {
  code: 'SG',
  name: { en: 'Singapore', id: 'Singapura' },
  currency: 'SGD',
  languages: ['en', 'id'],
  timeZone: {
    value: 'Asia/Singapore',
    source: 'The only zone of the country; IANA time zone database',
    effectiveFrom: null,
    confirmed: true,
  },
  minimumAgeYears: {
    value: 21,
    source: 'Casino Control Act; Gambling Control Act 2022',
    effectiveFrom: null,
    confirmed: false,
  },
  depositMaxBeforeProof: {
    value: { amountMinor: 200_000 },
    source: 'House rule, no sum was established in the law: SGD 2,000',
    effectiveFrom: null,
    confirmed: false,
  },
  deadlines: {
    access: {
      value: { unit: 'days', amount: 30 },
      source: 'PDPA, access to personal data',
      effectiveFrom: null,
      confirmed: false,
    },
    correction: promisedDeadline,
    deletion: promisedDeadline,
    objection: promisedObjection,
    restriction: promisedDeadline,
    'consent-withdrawal': promisedDeadline,
  },
  requestExtension: {
    value: null,
    source:
      'Personal Data Protection Regulations 2021, reg. 5: a later time must be told; no length is set, so none is taken',
    effectiveFrom: null,
    confirmed: false,
  },
  breachClocks: {
    regulator: {
      value: { kind: 'hours', hours: 72, from: 'assessed-notifiable' },
      source: 'PDPA s 26D: three calendar days after finding it notifiable, which takes 30 days at most',
      effectiveFrom: breachDutyInForce,
      confirmed: true,
    },
    subjects: {
      value: { kind: 'with-regulator' },
      source: 'PDPA s 26D: as soon as practicable, with or after the notice to the Commission',
      effectiveFrom: breachDutyInForce,
      confirmed: true,
    },
  },
  reconsent: {
    value: 'required',
    source: 'PDPA ss 13, 18 and 20: a new purpose is notified and consented to before data is used for it',
    effectiveFrom: null,
    confirmed: false,
  },
  retentionYears: {
    floor: {
      value: 5,
      source: 'Casino Control Act s 143: five years from closure or transaction, whichever is later',
      effectiveFrom: null,
      confirmed: true,
    },
    ceiling: promisedCeiling,
  },
  residency: {
    value: 'none',
    source: 'PDPA s 26 restricts transfers and demands no storage in the country',
    effectiveFrom: null,
    confirmed: false,
  },
  homeRegion: 'ap-southeast-1',
  transfers: {
    'ap-southeast-3': consentedTransfer,
    'ap-southeast-1': staysAtHome,
    'eu-west-1': consentedTransfer,
  },
  regulator: {
    value: { name: 'Personal Data Protection Commission', website: 'https://www.pdpc.gov.sg' },
    source: 'PDPA s 26D',
    effectiveFrom: breachDutyInForce,
    confirmed: true,
  },
};
