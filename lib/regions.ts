import { localProcessorIds, localProcessorKeyId, localProcessorPublicKeyBase64 } from './local-processor-keys.ts';

/** Means of payment that a deposit can name. */
type PaymentMethod = 'dana' | 'e-wallet' | 'mobile-banking' | 'virtual-account';

/** A jurisdiction whose players a region may serve. */
interface ServedJurisdiction {
  /** Reference of the licence under which the operator offers the service there; null keeps it closed. */
  licenceReference: string | null;
  /** Minimum age that the licence sets, in years; needed where the table of jurisdictions has none. */
  minimumAgeYears?: number;
}

/** A payment processor that may confirm deposits in a region. */
interface PaymentProcessor {
  methods: readonly PaymentMethod[];
  /** Ed25519 public keys: 32 raw bytes, base64. No secret is stored anywhere (design 5). */
  publicKeys: readonly { keyId: string; publicKeyBase64: string }[];
}

/**
 * Events that can start the intake of a document: the result of its malware scan, or the upload itself. A region where
 * GuardDuty Malware Protection for S3 is missing says `object-created` in its settings: it then has neither the
 * protection plan nor the gate on the bucket, and only the inspection of the intake stands before a reviewer.
 */
export type KycIntakeTrigger = 'malware-scan-completed' | 'object-created';

/**
 * Where players are compared with lists of fraudsters and sanctioned people (policy C31): a service with the API of yente
 * (OpenSanctions) that the operator runs, or a list in the region's own bucket.
 */
export type ScreeningSource = { kind: 'service'; url: string; dataset: string } | { kind: 'list' };

/**
 * From what text messages are sent and where to. Pools, numbers and sender ids are bought and registered by people, per
 * country and before the first deployment; so are the monthly spend limit and the country rules of the protect
 * configuration, which are settings of the AWS account (docs/adr/0010-sms.md).
 */
interface SmsSource {
  /** The last part of the identity's ARN: `pool/…`, `phone-number/…` or `sender-id/<name>/<ISO 3166-1 alpha-2>`. */
  originationIdentity: string;
  /** Id of the protect configuration with the country rules of the account; the account's default when absent. */
  protectConfigurationId?: string;
  /** Numbers outside of these country prefixes (E.164, with `+`) get no message: it stops most of SMS pumping. */
  allowedPrefixes: readonly [string, ...string[]];
}

/** Settings of one region. */
export interface Region {
  /** AWS region: the stage's tables, buckets, keys and identities live here and nowhere else. */
  region: string;
  /** AWS account, where only one will do; else whichever deploys. */
  account?: string;
  /** Domain from which mail is sent; its DKIM records are outputs of the mail stack. */
  mailDomain: string;
  /**
   * Origins of the web clients: CORS of API and bucket. The first is where links in mails lead, and with `certificateArn`
   * the host of web and API. Passkeys belong to the host of the first that has a name: who changes it makes them worthless.
   */
  webOrigins: readonly [string, ...string[]];
  /**
   * Certificate for the host of the first web origin, from ACM in us-east-1, where CloudFront looks for it. Null until
   * somebody has it issued: then the service answers under CloudFront's own domain, where browsers get no session.
   */
  certificateArn: string | null;
  /**
   * Versions of the secret that the delivery network proves itself with. The first is sent, all are accepted; how to
   * change it: docs/runbooks/rotate-origin-secret.md.
   */
  originSecrets: readonly [string, ...string[]];
  /** By ISO 3166-1 alpha-2 code. */
  jurisdictions: Readonly<Record<string, ServedJurisdiction>>;
  /** By processor id, the last segment of its webhook address. Empty until a contract is signed. */
  processors: Readonly<Record<string, PaymentProcessor>>;
  /** Days in which a closure can be undone, at most: the deadline of the jurisdiction may leave less (domain/player/closure.ts). */
  closureGraceDays: number;
  /** What starts the intake of a document. */
  kycIntakeTrigger: KycIntakeTrigger;
  /** How many people other than the author must approve a breach notice. */
  breachApprovalsRequired: number;
  /** Null where no source is contracted: then every review needs two reviewers. */
  screening: ScreeningSource | null;
  /** Null where nobody has registered an origination identity: then there is no SMS factor and no change of phone. */
  sms: SmsSource | null;
}

const closed: ServedJurisdiction = { licenceReference: null };

const everywhere = {
  certificateArn: null,
  originSecrets: ['1'],
  processors: {},
  closureGraceDays: 14,
  kycIntakeTrigger: 'malware-scan-completed',
  breachApprovalsRequired: 1,
  screening: null,
  sms: null,
} as const satisfies Partial<Region>;

const jakarta: Region = {
  ...everywhere,
  region: 'ap-southeast-3',
  mailDomain: 'mail.id.sesetoro.example',
  webOrigins: ['https://id.sesetoro.example'],
  jurisdictions: { ID: closed },
  sms: { originationIdentity: 'sender-id/SESETORO/ID', allowedPrefixes: ['+62'] },
};

/**
 * Every deployed region. To add one: add its entry here with the jurisdictions that its residency rules allow, give it
 * a mail domain and web origins, run `npm run synth`, deploy, publish the DKIM records that the deployment prints.
 * A jurisdiction opens when a person writes its licence reference here, and never before (design 8).
 */
export const regions: readonly Region[] = [
  jakarta,
  {
    ...everywhere,
    region: 'ap-southeast-1',
    mailDomain: 'mail.sg.sesetoro.example',
    webOrigins: ['https://sg.sesetoro.example'],
    jurisdictions: { SG: closed },
  },
  {
    ...everywhere,
    region: 'eu-west-1',
    mailDomain: 'mail.ie.sesetoro.example',
    webOrigins: ['https://ie.sesetoro.example'],
    jurisdictions: { IE: closed },
  },
];

const localProcessors: Region['processors'] = Object.fromEntries(
  localProcessorIds.map((id) => [
    id,
    {
      methods: [id],
      publicKeys: [{ keyId: localProcessorKeyId(id), publicKeyBase64: localProcessorPublicKeyBase64(id) }],
    },
  ]),
);

/**
 * What the local stage has differently from Jakarta, and nothing else: jurisdictions opened by licences that
 * obviously do not exist, processors whose keys everybody can derive, a list to compare players with that whoever runs it
 * brings, text messages to the countries of all three jurisdictions, the address of one machine, and an account that nobody has.
 */
const localDifferences = {
  /** No such account exists: the CLI refuses to deploy this stage anywhere. */
  account: '000000000000',
  /** Passkeys belong to a name, never to an address of numbers: they are made and used at the second. */
  webOrigins: ['http://127.0.0.1:8080', 'http://localhost:8080'],
  jurisdictions: {
    ID: { licenceReference: 'FICTITIOUS-LOCAL-ID-0001', minimumAgeYears: 21 },
    SG: { licenceReference: 'FICTITIOUS-LOCAL-SG-0001' },
    IE: { licenceReference: 'FICTITIOUS-LOCAL-IE-0001' },
  },
  processors: localProcessors,
  screening: { kind: 'list' },
  sms: { originationIdentity: 'sender-id/SESETORO/ID', allowedPrefixes: ['+62', '+65', '+353'] },
} as const satisfies Partial<Region>;

/** The stage that runs on one machine: Jakarta with the named differences. */
export const localRegion: Region = { ...jakarta, ...localDifferences };
