import { accepted, refused, type Decision } from '../decision.ts';
import { languageOfHash, type VersionContent } from './version.ts';

interface Answered {
  version: number;
  /** RFC 3339, UTC. */
  decidedAt: string;
}

/** Explicit consent to the text that was shown (C89; GDPR article 4(11); UU 27/2022 article 22). */
export interface PolicyConsent extends Answered {
  decision: 'consented';
  /** SHA-256 of the text, hex. */
  textHash: string;
  language: 'en' | 'id';
}

/** Somebody said that they took note of a minor change, of the text that was shown. */
export interface SaidAcknowledgement extends Answered {
  decision: 'acknowledged';
  textHash: string;
  language: 'en' | 'id';
}

/** Somebody used the service on after a minor change held. No text was shown, and nothing was said. */
export interface AcknowledgementByUse extends Answered {
  decision: 'acknowledged-by-use';
}

/** That somebody took note of a minor change (C90). Never consent. */
export type PolicyAcknowledgement = SaidAcknowledgement | AcknowledgementByUse;

/** What somebody answered to a version. */
export type PolicyAnswer = PolicyConsent | PolicyAcknowledgement;

/** The consents among answers: the one way to read consent, and use is not among them. */
export const consentsAmong = (answers: readonly PolicyAnswer[]): PolicyConsent[] =>
  answers.filter((answer) => answer.decision === 'consented');

/** A player who answers, and what the account waits for. */
export interface AnsweringAccount {
  playerId: string;
  jurisdiction: string;
  policyConsentDue?: number | undefined;
  policyToAcknowledge?: number | undefined;
}

/** What a player sends: a version, and the hash of the text that they were shown. */
export interface AnswerCommand {
  version: number;
  textHash: string;
}

const context = ({ version, textHash }: AnswerCommand) => ({ version, textHash });

/** Takes consent to exactly the version that is due, in the text that was shown. */
export function decideConsent(
  account: AnsweringAccount,
  { command, published, now }: { command: AnswerCommand; published: VersionContent; now: Date },
): Decision<PolicyConsent> {
  if (account.policyConsentDue !== command.version) return refused('policy-consent-not-asked');
  const language = languageOfHash(published, account.jurisdiction, command.textHash);
  if (language === undefined) return refused('notice-outdated');
  const consent = { decision: 'consented', ...command, language, decidedAt: now.toISOString() } as const;
  return accepted<PolicyConsent>(consent, { audit: [answerAudit(account.playerId, 'policy-consented', command)] });
}

/** Takes note that somebody took note of a minor version. */
export function decideAcknowledgement(
  account: AnsweringAccount,
  { command, published, now }: { command: AnswerCommand; published: VersionContent; now: Date },
): Decision<SaidAcknowledgement> {
  if (account.policyToAcknowledge !== command.version) return refused('policy-acknowledgement-not-due');
  const language = languageOfHash(published, account.jurisdiction, command.textHash);
  if (language === undefined) return refused('notice-outdated');
  const answer = { decision: 'acknowledged', ...command, language, decidedAt: now.toISOString() } as const;
  return accepted<SaidAcknowledgement>(answer, {
    audit: [answerAudit(account.playerId, 'policy-acknowledged', command)],
  });
}

const answerAudit = (playerId: string, action: string, command: AnswerCommand) => ({
  action,
  noun: 'player',
  nounId: playerId,
  subjectId: playerId,
  context: context(command),
});

/** Using the service on after a minor version holds is noted as such, once, and as nothing more (C90). */
export const acknowledgedByUse = (version: number, now: Date): AcknowledgementByUse => ({
  decision: 'acknowledged-by-use',
  version,
  decidedAt: now.toISOString(),
});
