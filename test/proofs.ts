import type { ClauseId } from '#catalogue/clauses.ts';

/** What makes a promise true, and what proves it. */
export interface Proof {
  /** `file#export`: the code that keeps the promise. */
  controls: readonly [string, ...string[]];
  /** `file > group > sentence` as vitest names it; `file > group > *` stands for every test below. */
  tests: readonly [string, ...string[]];
}

/** A promise that only people can keep: a test would only pretend. */
export interface Duty {
  /** The page that says who does what, when, and where it is recorded. */
  control: string;
  /** What was done, by ISO 8601 date. Empty until somebody has done it. */
  evidence: readonly { date: string; what: string }[];
}

/** The promises of people (C40, C68, C74, C85). */
export const duties: Readonly<Partial<Record<ClauseId, Duty>>> = {
  C40: { control: 'docs/runbooks/operator-duties.md#no-unsolicited-calls', evidence: [] },
  C68: { control: 'docs/runbooks/operator-duties.md#periodic-audits', evidence: [] },
  C74: { control: 'docs/runbooks/operator-duties.md#agreements-with-processors', evidence: [] },
  C85: { control: 'docs/runbooks/operator-duties.md#support-hours', evidence: [] },
};

const registration = 'test/journeys/registration.test.ts';
const covers = 'test/journeys/covers.test.ts';
const recovery = 'test/journeys/recovery.test.ts';
const logins = 'test/journeys/logins.test.ts';
const secondFactor = 'test/journeys/second-factor.test.ts';
const emailChange = 'test/journeys/email-change.test.ts';
const payment = 'test/journeys/payment.test.ts';
const kyc = 'test/journeys/kyc.test.ts';
const screening = 'test/journeys/kyc-screening.test.ts';
const kycErased =
  'test/journeys/kyc-erasure.test.ts > what is known of a player’s identity > is gone when the law no longer asks: no version, marker, tag, row or look-up names the player';
const kycExpires =
  'test/journeys/kyc-expiry.test.ts > an approved document is reminded of 30 and 7 days before its date and ends after it, in both languages';
const putIdentity = 'test/functions/kyc/put-identity.test.ts';
const phone = 'test/journeys/phone.test.ts';
const smsFactor = 'test/journeys/sms-factor.test.ts';
const smsCodes = 'test/stores/sms-codes.test.ts';
const closure = 'test/journeys/closure.test.ts';
const cookies = 'test/journeys/cookies.test.ts';
const requests = 'test/journeys/request.test.ts';
const requestDesk = 'test/journeys/request-desk.test.ts';
const breach = 'test/journeys/breach.test.ts';
const notice = 'test/catalogue/readers/notice.test.ts > the privacy notice';
const opening = 'test/catalogue/jurisdictions/opening.test.ts';

const shownBeforeOpening = `${registration} > registering > learns before opening an account what is held, why, how long and with which rights`;
const keptOfLogin = `${logins} > a login > *`;
const sealedEverywhere = `${covers} > what is sealed > *`;
const ownKeys = 'test/lib/tables.test.ts > tables > are encrypted with a customer-managed key of their own stack';
const eachHasItsRole = 'test/lib/functions.test.ts > functions > each have a role of their own';
const told = `${breach} > whoever was affected > gets one mail in their language that names what was exposed of theirs and nothing else`;
const breachLetter =
  'test/domain/notification/letters.test.ts > The breach notice > says what occurred, which fields of this person were exposed, what was done, what to do and where to ask';

/** Openness and law. */
const openness = {
  C1: {
    controls: ['functions/policy/show-notice.ts#handler', 'catalogue/readers/notice.ts#noticeFor'],
    tests: [shownBeforeOpening, `${notice} > says how data is protected and which rights there are, in both languages`],
  },
  C8: {
    controls: ['catalogue/readers/notice.ts#noticeFor', 'catalogue/index.ts#catalogue'],
    tests: [
      shownBeforeOpening,
      ...(['ID', 'SG', 'IE'] as const).map(
        (code) =>
          `${notice} > of ${code} says of every item of data what it is, why it is kept, on what ground and how long`,
      ),
    ],
  },
  C54: {
    controls: ['catalogue/jurisdictions/opening.ts#transferMechanismOf', 'catalogue/readers/notice.ts#noticeFor'],
    tests: [
      `${opening} > the mechanism of a transfer > *`,
      `${notice} > of SG in ap-southeast-3 says where data is stored and what makes that lawful: consent`,
      `${notice} > of IE in ap-southeast-3 says where data is stored and what makes that lawful: safeguards`,
    ],
  },
  C55: {
    controls: ['domain/player/registration.ts#refuseRegistration', 'functions/player/law.ts#registrationLawOf'],
    tests: [
      `${registration} > registering > asks for explicit consent to the transfer only where consent is the mechanism`,
      `${covers} > consent to the transfer > *`,
    ],
  },
  C56: {
    controls: ['functions/policy/show-notice.ts#handler', 'domain/player/registration.ts#refuseRegistration'],
    tests: [
      shownBeforeOpening,
      `${registration} > registering > refuses a notice that has changed since it was shown`,
      `${notice} > of SG in ap-southeast-3 says where data is stored and what makes that lawful: consent`,
    ],
  },
  C93: {
    controls: ['catalogue/jurisdictions/opening.ts#isOpen', 'functions/player/law.ts#registrationLawOf'],
    tests: [
      `${opening} > a jurisdiction > *`,
      'test/lib/regions.test.ts > regions > serve only jurisdictions whose law is in the table, and none of them is open where we deploy',
    ],
  },
} as const satisfies Partial<Record<ClauseId, { controls: Proof['controls']; tests: readonly string[] }>>;

/** What is collected, and what never is. */
const collection = {
  C10: {
    controls: ['functions/player/register.ts#register'],
    tests: [
      `${registration} > registering > takes e-mail, full name, birth date and phone, and shows them to their owner`,
    ],
  },
  C11: {
    controls: ['domain/player/account-number.ts#accountNumberFrom', 'functions/player/verify.ts#verify'],
    tests: [`${registration} > registering > assigns an account number of eleven digits that is not the next in a row`],
  },
  C12: {
    controls: [
      'stores/password-hash.ts#hashPassword',
      'stores/credentials.ts#openCredentials',
      'functions/recovery/change-password.ts#changePassword',
      'functions/recovery/complete-reset.ts#completeReset',
    ],
    tests: [
      `${recovery} > changing a password > asks for the present one, ends other sessions at once and tells the player`,
      `${recovery} > a link to a new password > never opens an account without its second factor, however often somebody tries`,
      `${covers} > what is hashed or indexed > passwords are argon2id of 19 MiB, two passes, one lane, with a salt of their own`,
      `${covers} > what is sealed > is nowhere else: no table holds a given value in the clear`,
    ],
  },
  C13: {
    controls: ['functions/kyc/put-identity.ts#handler', 'stores/kyc/identities.ts#openIdentities'],
    tests: [
      `${kyc} > the government ID number > is taken, shown only as recorded, and answered alike when somebody else gave it`,
      `${covers} > what is sealed > identityNumber lies in the table kyc, and only as an envelope`,
      `${putIdentity} > the birth date in a NIK > *`,
    ],
  },
  C14: {
    controls: [
      'functions/kyc/offer-upload.ts#handler',
      'functions/kyc/take-in.ts#handler',
      'functions/kyc/expire-documents.ts#handler',
    ],
    tests: [
      kycExpires,
      `${kyc} > sending a photo of an identity document > goes to review, encrypted under the key of the bucket, as the picture alone`,
    ],
  },
  C15: {
    controls: ['functions/kyc/offer-upload.ts#handler', 'functions/kyc/take-in.ts#handler'],
    tests: [`${covers} > documents > *`, kycErased],
  },
  C16: {
    controls: ['functions/payment/receive-webhook.ts#handler', 'functions/payment/webhook-signature.ts#isAuthentic'],
    tests: [
      `${payment} > a webhook > signed by another key is refused and changes nothing`,
      `${payment} > a webhook > altered after signing is refused and changes nothing`,
      `${payment} > a webhook > of an unknown processor is refused`,
      `${payment} > a webhook > of a processor that is not the deposit’s credits nothing`,
    ],
  },
  C17: {
    controls: ['domain/payment/webhook.ts#keepableDetails', 'domain/payment/card-number.ts#holdsCardNumber'],
    tests: [
      `${payment} > a webhook > keeps no full payment credential, whatever the processor sends`,
      'test/domain/payment/card-number.test.ts > card number detector > *',
    ],
  },
  C18: {
    controls: ['domain/payment/webhook.ts#keepableDetails', 'stores/deposits.ts#openDeposits'],
    tests: [
      `${payment} > a deposit > by virtual account keeps transfer confirmation and bank details, sealed, with the account`,
      `${covers} > what is sealed > bankAccount lies in the table payments, and only as an envelope`,
    ],
  },
  C19: {
    controls: ['functions/payment/start-deposit.ts#handler', 'functions/payment/list.ts#handler'],
    tests: [`${payment} > a deposit > records amount, time and method`],
  },
  C21: {
    controls: ['functions/session/record-login.ts#recordLogin', 'stores/logins.ts#openLogins'],
    tests: [
      'test/journeys/session.test.ts > logging in > records date, time and kind of device of each login',
      keptOfLogin,
    ],
  },
  C22: {
    controls: ['functions/session/record-login.ts#recordLogin', 'stores/user-agents.ts#readUserAgent'],
    tests: [
      'test/journeys/session.test.ts > logging in > records date, time and kind of device of each login',
      keptOfLogin,
    ],
  },
  C23: {
    controls: ['functions/session/record-login.ts#recordLogin', 'domain/session/network.ts#networkOf'],
    tests: [
      keptOfLogin,
      `${logins} > a login > keeps of its address only the network after 90 days, and nothing after 400`,
    ],
  },
  C24: {
    controls: ['functions/session/record-login.ts#recordLogin', 'functions/edge/viewer.ts#viewerOf'],
    tests: [keptOfLogin],
  },
  C26: {
    controls: ['stores/wallets.ts#openWallets', 'domain/payment/posting.ts#depositPosting'],
    tests: [`${payment} > the ledger > *`],
  },
  C28: {
    controls: [
      'functions/session/enrol-totp.ts#enrolTotp',
      'functions/session/confirm-totp.ts#confirmTotp',
      'functions/session/prove-second.ts#proveSecond',
      'stores/passkey-factor.ts#passkeyFactor',
      'stores/totp-factor.ts#totpFactor',
      'functions/session/enrol-sms.ts#enrolSms',
      'functions/session/confirm-sms.ts#confirmSms',
      'functions/session/send-login-code.ts#sendLoginCode',
      'stores/sms-codes.ts#openSmsCodes',
      'stores/sms-factor.ts#smsFactor',
    ],
    tests: [
      `${secondFactor} > turning an authenticator on > *`,
      `${secondFactor} > a login with a second factor > *`,
      'test/journeys/passkey.test.ts > a passkey > *',
      `${phone} > codes by text message > *`,
      `${phone} > SMS pumping > *`,
      `${smsFactor} > a login > *`,
      `${smsFactor} > a step-up > *`,
      `${smsCodes} > a code > *`,
      'test/stores/second-factors.test.ts > *',
    ],
  },
  C31: {
    controls: [
      'functions/kyc/screen.ts#handler',
      'functions/kyc/rescreen.ts#handler',
      'functions/kyc/watch-lists.ts#handler',
      'functions/kyc/review-screening.ts#handler',
      'domain/kyc/review.ts#withScreening',
      'stores/kyc/screening-service.ts#openScreeningService',
    ],
    tests: [
      `${screening} > with a list of the operator > *`,
      `${screening} > with a service of the operator > *`,
      'test/stores/screening-service.test.ts > comparing with a list of ours > *',
      'test/stores/screening-service.test.ts > comparing with a service > *',
      'test/domain/kyc/screening.test.ts > a review after a screening > *',
    ],
  },
  C35: {
    controls: [
      'domain/payment/record.ts#depositConfirmed',
      'domain/notification/letters/deposit-confirmed.ts#depositConfirmed',
    ],
    tests: [
      'test/functions/notification/account-mails.test.ts > The mail of a deposit > names amount, reference and time in the words and the zone of the player',
      ...(['dana', 'e-wallet', 'mobile-banking', 'virtual-account'] as const).map(
        (method) =>
          `${payment} > a deposit > by ${method} is confirmed by its processor, credited once and told by mail`,
      ),
    ],
  },
  C37: {
    controls: [
      'functions/session/record-login.ts#recordLogin',
      'functions/notification/compose-login.ts#loginComposers',
    ],
    tests: [
      `${logins} > a device > *`,
      `${logins} > a login that was not the player’s > *`,
      'test/functions/session/first-logins.test.ts > *',
    ],
  },
  C38: {
    controls: [
      'functions/recovery/ask-reset.ts#askReset',
      'functions/recovery/complete-reset.ts#completeReset',
      'functions/recovery/confirm-email-change.ts#confirmEmailChange',
      'functions/recovery/revert-email-change.ts#revertEmailChange',
      'domain/notification/letters/password-reset.ts#passwordReset',
    ],
    tests: [
      `${recovery} > a forgotten password > *`,
      `${recovery} > a link to a new password > *`,
      `${recovery} > staff > *`,
      `${emailChange} > a change of address > *`,
      `${emailChange} > the link at the old address > *`,
      'test/journeys/faults-recovery.test.ts > whatever call goes wrong > *',
    ],
  },
} as const satisfies Partial<Record<ClauseId, { controls: Proof['controls']; tests: readonly string[] }>>;

/** Protection, retention and rights. */
const protection = {
  C2: {
    controls: ['stores/sealing.ts#sealField', 'catalogue/readers/sealing.ts#sealedFieldsOf'],
    tests: [sealedEverywhere, 'test/catalogue/catalogue.test.ts > covers > *', ownKeys],
  },
  C29: {
    controls: [
      'lib/tables.ts#tables',
      'lib/constructs/person-table.ts#PersonTable',
      'lib/permissions/tables.ts#tablesOf',
    ],
    tests: [
      ownKeys,
      eachHasItsRole,
      'test/lib/buckets.test.ts > the bucket of identity documents > has a key of its own, used through a bucket key',
      'test/lib/queues.test.ts > queues > are encrypted with our key and reached by TLS only',
    ],
  },
  C42: {
    controls: ['stores/sealing.ts#sealField', 'lib/permissions/keys.ts#subjectKeyStatements'],
    tests: [sealedEverywhere, eachHasItsRole],
  },
  C46: {
    controls: [
      'functions/payment/limit-before-proof.ts#limitBeforeProof',
      'functions/kyc/put-identity.ts#handler',
      'functions/kyc/take-in.ts#handler',
    ],
    tests: [
      'test/functions/payment/start-deposit.test.ts > before identity is proved > *',
      `${putIdentity} > a number that two accounts give > *`,
      'test/functions/kyc/take-in.test.ts > a file that was sent before > *',
    ],
  },
  C48: {
    controls: ['functions/player/close.ts#handler', 'functions/player/complete-closure.ts#handler'],
    tests: [
      `${closure} > closing an account > ends sessions and look-ups, sends one mail, and frees the address`,
      `${closure} > closing an account > asks for the password again`,
    ],
  },
  C49: {
    controls: ['domain/player/closure.ts#keyEndsAfterClosure', 'catalogue/jurisdictions/index.ts#retentionYearsOf'],
    tests: [
      `${closure} > retention after closure > keeps payments under the compliance key to the floor of the law, and erases them on their day`,
      ...(['ID', 'SG', 'IE'] as const).map(
        (code) =>
          `${opening} > the table of laws > keeps financial records of ${code} five to seven years, never above the ceiling (C49)`,
      ),
    ],
  },
  C51: {
    controls: ['functions/player/sweep-ended.ts#handler', 'functions/player/stamp-expiry.ts#handler'],
    tests: [
      `${closure} > retention after closure > keeps payments under the compliance key to the floor of the law, and erases them on their day`,
      `${closure} > closing an account > erases identity at once: what is left of the account holds no name, phone or birth date`,
    ],
  },
  C52: {
    controls: ['lib/tables.ts#tables', 'lib/constructs/sealed-bucket.ts#SealedBucket'],
    tests: [
      'test/lib/tables.test.ts > tables > can be restored for 35 days, and subject keys for 7',
      'test/lib/buckets.test.ts > buckets > let objects go: every bucket has a lifecycle',
    ],
  },
  C63: {
    controls: [
      'lib/constructs/sealed-bucket.ts#SealedBucket',
      'lib/constructs/worker-queue.ts#WorkerQueue',
      'lib/stacks/mail-stack.ts#MailStack',
    ],
    tests: [
      'test/lib/buckets.test.ts > buckets > are reached by TLS 1.2 or newer only',
      'test/lib/queues.test.ts > queues > are encrypted with our key and reached by TLS only',
      'test/lib/mail.test.ts > mail > has a configuration set per class, and travels by TLS or not at all',
      'test/lib/functions.test.ts > alarms > reach a topic that is encrypted, that CloudWatch may publish to, and that takes nothing without TLS',
      'test/lib/regions.test.ts > regions > have mail domains and web origins of their own, and origins are HTTPS',
    ],
  },
  C64: {
    controls: ['stores/password-hash.ts#hashPassword', 'stores/password-hash.ts#needsRehash'],
    tests: [
      'test/journeys/session.test.ts > logging in > hashes a password anew that was hashed with weaker parameters, once, and only when it was right',
      `${covers} > what is hashed or indexed > passwords are argon2id of 19 MiB, two passes, one lane, with a salt of their own`,
    ],
  },
  C65: {
    controls: ['lib/constructs/sealed-bucket.ts#SealedBucket', 'stores/credentials.ts#openCredentials'],
    tests: [
      `${covers} > documents > lie encrypted under the key of their bucket, and no credential lies with them`,
      'test/lib/buckets.test.ts > the bucket of identity documents > has a key of its own, used through a bucket key',
      kycErased,
      'test/catalogue/catalogue.test.ts > covers > keeps identity documents encrypted and in another home than credentials (C65)',
    ],
  },
} as const satisfies Partial<Record<ClauseId, { controls: Proof['controls']; tests: readonly string[] }>>;

const tellsOfBreach = {
  controls: ['domain/notification/letters/breach-notice.ts#breachNotice', 'functions/breach/send-notices.ts#handler'],
  tests: [told, breachLetter],
} as const;

/** Control and proof of every promise that is kept so far. A promise is bound here when its tests pass. */
export const proofs: Readonly<Partial<Record<ClauseId, Proof>>> = {
  ...openness,
  ...collection,
  ...protection,
  C70: tellsOfBreach,
  C71: {
    ...tellsOfBreach,
    tests: [told, breachLetter, `${breach} > whoever was affected > is nobody who never had an exposed field`],
  },
  C72: tellsOfBreach,
  C77: {
    controls: ['functions/request/make.ts#handler', 'functions/request/take-in.ts#handler'],
    tests: [
      `${requests} > a request that a player makes > is verified by the session, and a receipt with its date is mailed (en)`,
      `${requests} > a request that a player makes > is verified by the session, and a receipt with its date is mailed (id)`,
      `${requestDesk} > a request that support writes down > *`,
    ],
  },
  C82: {
    controls: [
      'functions/session/answer-tokens.ts#answerTokens',
      'functions/session/refresh.ts#handler',
      'domain/session/limits.ts#sessionLimits',
    ],
    tests: [
      `${cookies} > the mobile app > is given no cookie by any step of its session, and needs no token against forged requests`,
      `${cookies} > the mobile app > stays logged in for as long as it is used, up to 90 days, without the password`,
    ],
  },
  C84: {
    controls: ['functions/session/begin.ts#handler', 'functions/session/list.ts#handler'],
    tests: [
      `${cookies} > the mobile app > that forgot its tokens logs in again; the session before is listed until it ends`,
    ],
  },
};
