/**
 * What makes a review riskier. Each weighs as the risk-based approach asks (FATF recommendation 1): what may be another
 * person's identity weighs more than what may be clumsiness; a check that failed is never taken for one that passed.
 */
export const riskWeights = {
  'screening-confirmed': 100,
  'screening-possible': 50,
  'screening-error': 50,
  'identity-number-shared': 50,
  'document-of-another-player': 50,
  'document-sent-again': 10,
} as const;

/** Something that makes a review riskier. */
export type RiskSignal = keyof typeof riskWeights;

/** All signals, heaviest first. */
export const riskSignals = Object.keys(riskWeights) as readonly RiskSignal[];

/** Bands by which reviews wait, riskiest first. */
export const riskBands = ['high', 'raised', 'ordinary'] as const;

/** A band of risk. */
export type RiskBand = (typeof riskBands)[number];

/** From this score on a decision needs two reviewers. */
export const fourEyesScore = 50;

/** The sum of the weights of some signals, each counted once. */
export const riskScoreOf = (signals: readonly RiskSignal[]): number =>
  [...new Set(signals)].reduce((sum, signal) => sum + riskWeights[signal], 0);

/** The band of a score. */
export function riskBandOf(score: number): RiskBand {
  if (score >= fourEyesScore) return 'high';
  return score > 0 ? 'raised' : 'ordinary';
}
