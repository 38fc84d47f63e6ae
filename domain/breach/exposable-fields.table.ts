import type { FieldName } from '#catalogue/index.ts';
import { holdingRuleOf, ruledFields } from './holding-rules.ts';

/** Fields that a breach can expose. Bundles hold the names as data: to check a notice nobody needs the rules. */
export const exposableFields: readonly FieldName[] = ruledFields().filter(
  (field) => holdingRuleOf(field) !== undefined,
);
