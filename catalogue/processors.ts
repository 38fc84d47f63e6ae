import type { Category } from './purposes.ts';
import type { Words } from './words.ts';

/** Somebody who handles personal data for us (C73, C74). */
export interface ProcessorDeclaration {
  label: Words;
  kind: 'payment' | 'mail' | 'sms' | 'hosting';
  purpose: Words;
  categories: readonly Category[];
  /** ISO 3166-1 alpha-2, or the country of the region whose data it handles. */
  country: string;
  /**
   * Reference of the signed agreement with its confidentiality terms (GDPR article 28; UU 27/2022 article 51). Null until
   * a person has recorded it; an operator must not send real data to a processor without one.
   */
  agreementReference: string | null;
}

const confirmsDeposits: Words = { en: 'confirms your deposits', id: 'mengonfirmasi deposit Anda' };

/** The register of processors. The first four are the payment methods of the policy (C7), by id of their webhook. */
export const processors = {
  dana: {
    label: { en: 'DANA', id: 'DANA' },
    kind: 'payment',
    purpose: confirmsDeposits,
    categories: ['payment'],
    country: 'ID',
    agreementReference: null,
  },
  'e-wallet': {
    label: { en: 'E-wallet provider', id: 'Penyedia dompet digital' },
    kind: 'payment',
    purpose: confirmsDeposits,
    categories: ['payment'],
    country: 'of-the-region',
    agreementReference: null,
  },
  'mobile-banking': {
    label: { en: 'Mobile-banking gateway', id: 'Gerbang mobile banking' },
    kind: 'payment',
    purpose: confirmsDeposits,
    categories: ['payment'],
    country: 'of-the-region',
    agreementReference: null,
  },
  'virtual-account': {
    label: { en: 'Bank of the virtual accounts', id: 'Bank rekening virtual' },
    kind: 'payment',
    purpose: confirmsDeposits,
    categories: ['payment'],
    country: 'of-the-region',
    agreementReference: null,
  },
  mail: {
    label: { en: 'Amazon Simple Email Service', id: 'Amazon Simple Email Service' },
    kind: 'mail',
    purpose: { en: 'delivers our mails', id: 'mengirimkan email kami' },
    categories: ['personal'],
    country: 'of-the-region',
    agreementReference: null,
  },
  sms: {
    label: { en: 'AWS End User Messaging', id: 'AWS End User Messaging' },
    kind: 'sms',
    purpose: {
      en: 'delivers our text messages through telephone carriers',
      id: 'mengirimkan SMS kami melalui operator telepon',
    },
    categories: ['personal'],
    country: 'of-the-region',
    agreementReference: null,
  },
  hosting: {
    label: { en: 'Amazon Web Services', id: 'Amazon Web Services' },
    kind: 'hosting',
    purpose: { en: 'hosts servers and storage', id: 'menyediakan server dan penyimpanan' },
    categories: ['personal', 'payment', 'behavioural', 'device', 'kyc'],
    country: 'of-the-region',
    agreementReference: null,
  },
} as const satisfies Record<string, ProcessorDeclaration>;
