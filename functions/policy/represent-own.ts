import type { PolicyAcknowledgement, PolicyConsent, SaidAcknowledgement } from '#domain/policy/answer.ts';
import type { PublishedVersion } from '#domain/policy/version.ts';

/** An answer that was given to a text. */
export type AnswerToText = PolicyConsent | SaidAcknowledgement;

/** An answer that names its text. */
export function representAnswer({ version, decidedAt, textHash, language }: AnswerToText) {
  return { version, at: decidedAt, textHash, language };
}

/** An acknowledgement, said or by use. */
export function representAcknowledgement(answer: PolicyAcknowledgement) {
  if (answer.decision === 'acknowledged') return { how: answer.decision, ...representAnswer(answer) };
  return { how: answer.decision, version: answer.version, at: answer.decidedAt };
}

/** A version as one player reads it: in their language, with the hash of the text of their jurisdiction. */
export function representForPlayer(
  { version, kind, effectiveFrom, summary, changeLines, textHashes }: PublishedVersion,
  { jurisdiction, language }: { jurisdiction: string; language: 'en' | 'id' },
) {
  const textHash = textHashes[jurisdiction]?.[language];
  if (textHash === undefined) throw new Error('A published version has no text for the jurisdiction of an account');
  return { version, kind, effectiveFrom, summary: summary[language], changes: [...changeLines[language]], textHash };
}
