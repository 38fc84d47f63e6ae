import { requireText } from '../../json-members.ts';
import { describeKey as describe } from '../describe-key.ts';
import type { Operation } from '../operation.ts';

/** DescribeKey: a key's spec, usage and state. */
export const describeKey: Operation = (keys, input) => ({
  KeyMetadata: describe(keys.require(requireText(input, 'KeyId'))),
});
