import { commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** Comparing players with lists of fraudsters (policy C31): each of them once, and everybody when the list changes. */
export const screeningWorkers: readonly WorkerRow[] = [
  {
    name: 'kyc-screening',
    entry: 'functions/kyc/screen',
    source: { kind: 'queue', queue: 'kyc-screening', batchSize: 5, maximumConcurrency: 10 },
    needs: together(commits, {
      tables: {
        players: ['GetItem', 'ConditionCheckItem'],
        keys: ['GetItem'],
        kyc: ['GetItem', 'PutItem'],
      },
      subjectKeys: { open: ['identity'] },
      objects: { screeningLists: ['content'] },
    }),
    errorImpact: 'Players are not compared with lists of fraudsters, and every review needs two reviewers.',
    alarmsOn: {
      SCREENING_FAILED: 'Players could not be compared with lists of fraudsters: the source or the list is not usable.',
      SCREENING_HIT: 'A player whose identity was approved is on a list: the account may not pay out until decided.',
      SCREENING_POSSIBLE: 'A player whose identity was approved may be on a list: compliance must look.',
      SCREENING_ROWS_UNREADABLE: 'Some rows of the list of fraudsters cannot be read: nobody is compared with them.',
    },
    memoryMegabytes: 1769,
    timeoutSeconds: 120,
  },
  {
    name: 'kyc-rescreening',
    entry: 'functions/kyc/rescreen',
    source: { kind: 'screening-list', queue: 'kyc-rescreening', batchSize: 1 },
    needs: together(commits, {
      tables: { jobs: ['GetItem', 'PutItem', 'DeleteItem'], holdings: ['Query'], players: ['GetItem'] },
      queues: ['kyc-rescreening', 'kyc-screening'],
    }),
    errorImpact: 'After a change of the list, players who are known already are not compared with it.',
    timeoutSeconds: 120,
  },
  {
    name: 'kyc-list-watch',
    entry: 'functions/kyc/watch-lists',
    source: { kind: 'schedule', dailyAtUtc: { hour: 18, minute: 45 } },
    needs: {
      tables: { jobs: ['GetItem', 'Query'] },
      objects: { screeningLists: ['version'] },
      queues: ['kyc-rescreening'],
    },
    errorImpact: 'Nobody notices that a list of fraudsters has changed, or that comparing everybody stands still.',
  },
];
