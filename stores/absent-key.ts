import type { KeyClass } from '#catalogue/key-classes.ts';
import type { Write } from './commitment.ts';
import { setting } from './settings.ts';

/** The condition that no key of a class was made for a subject yet. Needs `TABLE_KEYS`. */
export function whileKeyless(subjectId: string, keyClass: KeyClass): Write {
  return {
    ConditionCheck: {
      TableName: setting('TABLE_KEYS'),
      Key: { pk: subjectId, sk: keyClass },
      ConditionExpression: 'attribute_not_exists(pk)',
    },
  };
}
