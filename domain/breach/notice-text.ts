import type { Breach, BreachTexts } from './breach.ts';

type Words = BreachTexts['en'];

const wordsOf = ({ whatOccurred, whatWasDone, whatYouCanDo }: Words) => [whatOccurred, whatWasDone, whatYouCanDo];

/**
 * The text that approvals are bound to: words, fields and the hash of the list, in one fixed order. Undefined while the
 * list is being built, because there is nothing yet that could be approved.
 */
export function approvableText({
  texts,
  exposedFields,
  listState,
  listHash,
}: Pick<Breach, 'texts' | 'exposedFields' | 'listState' | 'listHash'>): string | undefined {
  if (listState !== 'ready' || listHash === undefined) return undefined;
  return JSON.stringify([1, wordsOf(texts.en), wordsOf(texts.id), exposedFields.toSorted(), listHash]);
}
