import { requireText } from '../../json-members.ts';
import type { Operation } from '../parts.ts';

/** DescribeTimeToLive: whether items expire, and by which attribute. */
export const describeTimeToLive: Operation = ({ tables }, input) => {
  const { timeToLiveAttribute } = tables.require(requireText(input, 'TableName'));
  return {
    TimeToLiveDescription: {
      TimeToLiveStatus: timeToLiveAttribute === undefined ? 'DISABLED' : 'ENABLED',
      ...(timeToLiveAttribute !== undefined && { AttributeName: timeToLiveAttribute }),
    },
  };
};
