import type { RetentionClass } from './retention.ts';

/** Classes of subject keys: what is sealed under a class ends when its key ends (design 4). */
export const keyClasses = [
  'identity',
  'contact',
  'kyc',
  'financial',
  'activity',
  'support',
] as const satisfies readonly RetentionClass[];

/** Class of a subject's data key. */
export type KeyClass = (typeof keyClasses)[number];
