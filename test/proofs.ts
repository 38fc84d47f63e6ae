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
const consent = 'test/journeys/consent.test.ts';
const marketing = 'test/functions/consent/marketing.test.ts > marketing';
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
const restore = 'test/journeys/restore.test.ts > a restore';
const closureUndo = 'test/journeys/closure-undo.test.ts';
const closurePlan = 'test/journeys/closure-plan.test.ts';
const cookies = 'test/journeys/cookies.test.ts';
const breach = 'test/journeys/breach.test.ts';
const policy = 'test/journeys/policy.test.ts';
const policyChanges = 'test/domain/policy/changes-between.test.ts > the changes between two versions of the policy';
const announced = 'test/functions/policy/announce.test.ts';
const notice = 'test/catalogue/readers/notice.test.ts > the privacy notice';
const opening = 'test/catalogue/jurisdictions/opening.test.ts';

const copy = 'test/journeys/export.test.ts';
const copyHolds = `${copy} > a copy of everything held`;
const copyOf = 'test/domain/export/sources.test.ts > a copy of everything held';

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
  C47: {
    controls: ['domain/player/retention-view.ts#retentionView', 'functions/player/undo-closure.ts#handler'],
    tests: [
      `${closurePlan} > what is kept of a player > *`,
      `${closureUndo} > undoing a closure > opens the account as it was, takes the closing off the list and is told by mail (en)`,
      'test/domain/player/closure-plan.test.ts > what is kept > *',
    ],
  },
  C48: {
    controls: [
      'functions/player/close.ts#handler',
      'functions/player/sweep-closures.ts#handler',
      'functions/player/complete-closure.ts#handler',
    ],
    tests: [
      `${closureUndo} > the time to think better of it > *`,
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
  C39: {
    controls: [
      'functions/consent/grant.ts#grantConsent',
      'functions/notification/compose-marketing.ts#composeMarketingWelcome',
      'functions/notification/deliver.ts#deliver',
    ],
    tests: [
      `${consent} > a consent > *`,
      'test/journeys/unsubscribe.test.ts > a marketing mail > *',
      `${marketing} > is a defect without a consent that was read for it`,
    ],
  },
  C50: {
    controls: ['domain/player/closure-plan.ts#closurePlan', 'domain/player/closure-plan.ts#lawOf'],
    tests: [
      `${closurePlan} > the plan of a closure > *`,
      ...(['ID', 'SG', 'IE'] as const).map(
        (code) =>
          `test/domain/player/closure-plan.test.ts > the plan of a closure > cites the law of ${code} for what it keeps`,
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
    controls: [
      'lib/tables.ts#tables',
      'lib/constructs/sealed-bucket.ts#SealedBucket',
      'tools/restore/restore.ts#restore',
    ],
    tests: [
      'test/lib/tables.test.ts > tables > can be restored for 35 days, and subject keys for 7',
      `${restore} > is refused before anything is touched once the backups of keys, and then of all tables, are overwritten`,
      'test/lib/buckets.test.ts > buckets > let objects go: every bucket has a lifecycle',
    ],
  },
  C53: {
    controls: [
      'lib/tables.ts#tables',
      'tools/restore/restore-beside.ts#deleteCopies',
      'tools/restore/ledgers/index.ts#ledgers',
    ],
    tests: [
      `${restore} > is refused before anything is touched once the backups of keys, and then of all tables, are overwritten`,
      `${restore} > that is stopped at any of its writes keeps traffic off and goes on when it is run again`,
      `${restore} > changes nothing when it is run once more, needs no more than its policy, and leaves no copy`,
      `${restore} > lets in who stayed, with name and money, and nobody who left`,
      ...['35 days', 'keys 7 days'].map(
        (window) =>
          `test/local/dynamodb/point-in-time-recovery.test.ts > what a table remembers > is overwritten: after ${window} nothing of a deleted item is left`,
      ),
    ],
  },
  C60: {
    controls: ['functions/consent/withdraw.ts#withdrawConsent', 'domain/consent/consent.ts#rowsFor'],
    tests: [`${consent} > an objection > *`, 'test/domain/consent/consent.test.ts > an objection > *'],
  },
  C61: {
    controls: [
      'functions/notification/compose-marketing.ts#composeMarketingWelcome',
      'functions/consent/object.ts#objectByToken',
    ],
    tests: [
      `${marketing} > never leaves after an objection that was answered, however consents, objections and sendings interleave`,
      `${marketing} > does not leave when the objection comes between the reading of the consent and the lease`,
      'test/journeys/unsubscribe.test.ts > unsubscribing > *',
      'test/journeys/faults-consent.test.ts > whatever call goes wrong > *',
    ],
  },
  C59: {
    controls: ['domain/player/closure.ts#closesAtFor', 'catalogue/jurisdictions/deadline.ts#closureDeadline'],
    tests: [
      `${closureUndo} > the time to think better of it > is over when the sweep has come by: well within the 72 hours, without the nightly sweep`,
      `${closurePlan} > the plan of a closure > is what then happens: every key ends when the plan said so`,
      `${closure} > closing an account > erases identity at once: what is left of the account holds no name, phone or birth date`,
      'test/domain/player/closure.test.ts > the moment of closing > *',
    ],
  },
  C62: {
    controls: ['catalogue/jurisdictions/deadline.ts#closureDeadline', 'domain/player/closure-plan.ts#lawOf'],
    tests: [
      `${closureUndo} > the time to think better of it > ends a day before the deadline of the law: after 48 hours where the law gives 72`,
      `${closureUndo} > the time to think better of it > is fourteen days where the law gives a month`,
      `${closurePlan} > the plan of a closure > speaks of the law of ID in the language that is asked for (en)`,
      `${closurePlan} > the plan of a closure > speaks of the law of IE in the language that is asked for (id)`,
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

/** The policy changes. */
const change = {
  C87: {
    controls: ['functions/policy/propose.ts#handler', 'functions/policy/approve.ts#handler'],
    tests: [
      'test/lib/rows.test.ts > rows > let no function change or delete versions of the policy: what people agreed to stays as it was',
      `${policy} > the first version > is proposed by one person, approved by another and tells nobody`,
      `${policy} > versions > stay readable for ever, newest first, page by page`,
      `${policy} > the first version > is read by anybody, with the hash of its text, which is what people agree to`,
    ],
  },
  C88: {
    controls: ['domain/policy/changes-between.ts#changesBetween', 'functions/policy/announce.ts#handler'],
    tests: [
      `${policyChanges} > are never called minor when one of them is material, whatever else changed with it`,
      `${policy} > a material change > cannot be called minor, lie in the past, or be approved by who wrote it`,
      `${policy} > a material change > is mailed to everybody once, in their language, before it holds; the same is not proposed twice`,
      `${announced} > whatever goes wrong with one call > a material version reaches every open account exactly once`,
    ],
  },
  C89: {
    controls: ['functions/edge/caller.ts#authenticatePlayer', 'functions/policy/consent.ts#handler'],
    tests: [
      `${policy} > a material change > leaves everything working until its day, and asks for consent from then on`,
      `${policy} > a material change > is consented to explicitly, to the text that was shown, and then everything works again`,
      `${policy} > a material change > lets who declines see their data, end sessions and close the account`,
      'test/journeys/policy-consent.test.ts > while consent is due > *',
    ],
  },
  C90: {
    controls: ['functions/session/record-login.ts#recordLogin', 'domain/policy/answer.ts#consentsAmong'],
    tests: [
      `${policy} > a minor change > is acknowledged by who uses the service on, once, with its time, and that is never consent`,
      'test/journeys/policy-acknowledgement.test.ts > a minor change > *',
      'test/domain/policy/answer.test.ts > consent > is never read out of use or acknowledgement, whatever stands beside them',
    ],
  },
} as const satisfies Partial<Record<ClauseId, Proof>>;

const tellsOfBreach = {
  controls: ['domain/notification/letters/breach-notice.ts#breachNotice', 'functions/breach/send-notices.ts#handler'],
  tests: [told, breachLetter],
} as const;

/** Control and proof of every promise that is kept so far. A promise is bound here when its tests pass. */
export const proofs: Readonly<Partial<Record<ClauseId, Proof>>> = {
  C57: {
    controls: [
      'functions/export/ask.ts#handler',
      'functions/export/work.ts#handler',
      'functions/export/download.ts#handler',
    ],
    tests: [`${copyHolds} > *`, `${copyOf} > *`, `${copy} > handing a copy over > *`],
  },
  C76: {
    controls: ['functions/export/pack.ts#pack', 'domain/export/index-page.ts#pageBeginning'],
    tests: [
      `${copyHolds} > can be read without a network, in both languages, and runs nothing`,
      `${copyHolds} > has as many lines in each CSV as records in the JSON, more than one page of them among them`,
    ],
  },
  ...openness,
  ...collection,
  ...protection,
  C70: tellsOfBreach,
  C71: {
    ...tellsOfBreach,
    tests: [told, breachLetter, `${breach} > whoever was affected > is nobody who never had an exposed field`],
  },
  C72: tellsOfBreach,
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
  ...change,
};
