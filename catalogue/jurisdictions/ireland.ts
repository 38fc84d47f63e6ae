import type { Jurisdiction } from './jurisdiction.ts';
import { promisedCeiling, promisedObjection, staysAtHome } from './policy-promises.ts';

const inForce = '2018-05-25';

const oneMonth = (article: string) =>
  ({
    value: { unit: 'months', amount: 1 },
    source: `GDPR arts 12(3) and ${article}: one month, which two more may extend if the person is told in the first`,
    effectiveFrom: inForce,
    confirmed: true,
  }) as const;

/** Consent (art. 49) is for single occasions; a platform that stores elsewhere needs standing safeguards. */
const safeguardedTransfer = {
  value: 'safeguards',
  source:
    'GDPR ch. V, art. 46: standard contractual clauses; there is no adequacy decision for the country of the region',
  effectiveFrom: inForce,
  confirmed: false,
} as const;

/** Ireland, as a member state of the EU. */
export const ireland: Jurisdiction = {
  code: 'IE',
  name: { en: 'Ireland', id: 'Irlandia' },
  currency: 'EUR',
  languages: ['en', 'id'],
  timeZone: {
    value: 'Europe/Dublin',
    source: 'The only zone of the country; IANA time zone database',
    effectiveFrom: null,
    confirmed: true,
  },
  minimumAgeYears: { value: 18, source: 'Irish gambling law', effectiveFrom: null, confirmed: false },
  depositMaxBeforeProof: {
    value: { amountMinor: 199_999 },
    source: 'House rule: below the EUR 2,000 from which Directive (EU) 2015/849 art. 11(d) asks for due diligence',
    effectiveFrom: null,
    confirmed: false,
  },
  deadlines: {
    access: oneMonth('15'),
    correction: oneMonth('16'),
    deletion: oneMonth('17'),
    objection: promisedObjection,
    restriction: oneMonth('18'),
    'consent-withdrawal': oneMonth('7(3)'),
  },
  requestExtension: {
    value: { unit: 'months', amount: 2 },
    source:
      'GDPR art. 12(3): two further months where necessary, if the person is told with reasons in the first month',
    effectiveFrom: inForce,
    confirmed: true,
  },
  breachClocks: {
    regulator: {
      value: { kind: 'hours', hours: 72, from: 'awareness' },
      source: 'GDPR art. 33(1): 72 hours after becoming aware, later with reasons',
      effectiveFrom: inForce,
      confirmed: true,
    },
    subjects: {
      value: { kind: 'without-undue-delay' },
      source: 'GDPR art. 34(1): without undue delay where the risk is high',
      effectiveFrom: inForce,
      confirmed: true,
    },
  },
  reconsent: {
    value: 'not-required',
    source:
      'GDPR arts 6(1), 6(4) and 13(3): a new purpose is told beforehand; consent is asked only for the uses that rest on it, each by itself',
    effectiveFrom: inForce,
    confirmed: false,
  },
  retentionYears: {
    floor: {
      value: 5,
      source: 'Directive (EU) 2015/849 art. 40: five years after the relationship ends',
      effectiveFrom: null,
      confirmed: false,
    },
    ceiling: promisedCeiling,
  },
  residency: {
    value: 'none',
    source: 'GDPR ch. V restricts transfers and demands no storage in the country',
    effectiveFrom: inForce,
    confirmed: true,
  },
  homeRegion: 'eu-west-1',
  transfers: {
    'ap-southeast-3': safeguardedTransfer,
    'ap-southeast-1': safeguardedTransfer,
    'eu-west-1': staysAtHome,
  },
  regulator: {
    value: { name: 'Data Protection Commission', website: 'https://www.dataprotection.ie' },
    source: 'GDPR arts 33, 51 and 55',
    effectiveFrom: inForce,
    confirmed: true,
  },
};
