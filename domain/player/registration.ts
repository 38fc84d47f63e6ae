import { refused, type ChangeRecord, type Refused } from '../decision.ts';
import { refusePassword } from './password.ts';

/** What the law of a jurisdiction says about registering there, as the catalogue and the region's licence give it. */
export interface RegistrationLaw {
  /** Whether the person's age suffices on the day, in the jurisdiction's own time zone. */
  isOfAge: (birthDate: string) => boolean;
  minimumAgeYears: number;
  /** Whether explicit consent is the legal mechanism of the transfer to this region. */
  asksTransferConsent: boolean;
}

/** A registration before anything depends on whether the address is known. */
export interface RegistrationCommand {
  email: string;
  fullName: string;
  birthDate: string;
  password: string;
  noticeHash: string;
  transferConsent: boolean;
}

/** What the rules look at beside the command. `law` is undefined where registration is closed. */
export interface RegistrationCircumstances {
  law: RegistrationLaw | undefined;
  /** SHA-256 of the notice that must have been shown; undefined where there is none. */
  currentNoticeHash: string | undefined;
  /** Whether the password is known from breaches. */
  isBreached: boolean;
}

/**
 * Refuses a registration by what does not depend on the e-mail address. It runs before the address is indexed, so that
 * no refusal can tell whether the address is known.
 */
export function refuseRegistration(
  command: RegistrationCommand,
  { law, currentNoticeHash, isBreached }: RegistrationCircumstances,
): Refused | undefined {
  if (law === undefined) return refused('jurisdiction-closed');
  if (command.noticeHash !== currentNoticeHash) {
    return refused('notice-outdated', { detail: 'Show the current privacy notice and send its hash.' });
  }
  if (law.asksTransferConsent && !command.transferConsent) return refused('transfer-consent-needed');
  if (!law.asksTransferConsent && command.transferConsent) return refused('transfer-consent-not-asked');
  if (!law.isOfAge(command.birthDate)) {
    return refused('under-age', { detail: `The minimum age is ${law.minimumAgeYears} years.` });
  }
  const personalWords = [command.fullName, command.email];
  return refusePassword(command.password, { personalWords, secondFactorOn: false, isBreached });
}

/** A started registration: recorded and announced in the same way whether or not the address is known. */
export function registrationStarted(registrationId: string, emailIndex: string): ChangeRecord {
  const about = { nounId: registrationId, subjectId: registrationId };
  return {
    audit: [{ action: 'registration-started', noun: 'registration', ...about }],
    events: [
      { type: 'registration-started', subjectId: registrationId, recordId: registrationId, context: { emailIndex } },
    ],
  };
}

/** An opened account. The mail that led here was the announcement; nothing more is sent. */
export function accountOpened(playerId: string): ChangeRecord {
  return { audit: [{ action: 'account-opened', noun: 'player', nounId: playerId, subjectId: playerId }], events: [] };
}

/** Somebody asked for the verification mail again; the address is named by its blind index only. */
export function resendRequested(requestId: string, emailIndex: string): ChangeRecord {
  return {
    audit: [{ action: 'verification-resend-requested', noun: 'registration-resend', nounId: requestId }],
    events: [{ type: 'verification-resend-requested', subjectId: requestId, context: { emailIndex } }],
  };
}
