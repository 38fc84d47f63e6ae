import type { History } from './history.ts';
import type { Table } from './table.ts';

/** The ContinuousBackupsDescription that DescribeContinuousBackups and UpdateContinuousBackups answer. */
export function describeBackups({ recovery }: Table, history: History): Record<string, unknown> {
  if (recovery === undefined) {
    return {
      ContinuousBackupsStatus: 'ENABLED',
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'DISABLED' },
    };
  }
  const { earliestMs, latestMs } = history.windowOf(recovery);
  return {
    ContinuousBackupsStatus: 'ENABLED',
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: 'ENABLED',
      RecoveryPeriodInDays: recovery.days,
      EarliestRestorableDateTime: earliestMs / 1000,
      LatestRestorableDateTime: latestMs / 1000,
    },
  };
}
