import { readFlag, requireMembers, requireText } from '../../json-members.ts';
import type { Operation } from '../parts.ts';
import { invalid } from '../refusals.ts';
import type { Table } from '../table.ts';

/** UpdateTimeToLive: turns expiry by an attribute on or off, for the items that are already there too. */
export const updateTimeToLive: Operation = ({ tables, items, storage }, input) => {
  const { timeToLiveAttribute, ...table }: Table = tables.require(requireText(input, 'TableName'));
  const specification = requireMembers(input, 'TimeToLiveSpecification');
  const attribute = requireText(specification, 'AttributeName');
  const enabled = readFlag(specification, 'Enabled');
  if (enabled === (timeToLiveAttribute !== undefined)) {
    throw invalid(`TimeToLive is already ${enabled ? 'enabled' : 'disabled'}`);
  }
  const changed = { ...table, ...(enabled && { timeToLiveAttribute: attribute }) };
  storage.transaction(() => {
    items.reindex(changed);
    tables.save(changed);
  });
  return { TimeToLiveSpecification: { AttributeName: attribute, Enabled: enabled } };
};
