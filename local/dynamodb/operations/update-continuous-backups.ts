import { readFlag, readWhole, requireMembers, requireText } from '../../json-members.ts';
import { describeBackups } from '../describe-backups.ts';
import type { Operation } from '../parts.ts';
import { invalid, tableNotFound } from '../refusals.ts';
import type { Table } from '../table.ts';

const daysMax = 35;

/**
 * UpdateContinuousBackups: turns point-in-time recovery on, off, or to another window. Turned off, everything that it
 * remembered is gone. Throws TableNotFoundException, or ValidationException for a window outside 1 to 35 days.
 */
export const updateContinuousBackups: Operation = ({ tables, history, storage, clock }, input) => {
  const name = requireText(input, 'TableName');
  const found = tables.find(name);
  if (found === undefined) throw tableNotFound(name);
  const specification = requireMembers(input, 'PointInTimeRecoverySpecification');
  const days = readWhole(specification, 'RecoveryPeriodInDays') ?? daysMax;
  if (days < 1 || days > daysMax) throw invalid(`RecoveryPeriodInDays must be between 1 and ${daysMax}`);
  const { recovery, ...table } = found;
  const sinceMs = recovery?.sinceMs ?? clock.now();
  const isOn = readFlag(specification, 'PointInTimeRecoveryEnabled');
  const changed: Table = { ...table, ...(isOn && { recovery: { days, sinceMs } }) };
  storage.transaction(() => {
    if (!isOn) history.forget(name);
    tables.save(changed);
  });
  return { ContinuousBackupsDescription: describeBackups(changed, history) };
};
