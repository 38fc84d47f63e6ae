import { announces, commits, together } from '../needs.ts';
import type { WorkerRow } from '../worker-row.ts';

/** The clocks of requests of people about their data (policy C86). */
export const requestWorkers: readonly WorkerRow[] = [
  {
    name: 'request-sweep',
    entry: 'functions/request/sweep',
    source: { kind: 'schedule', everyMinutes: 60 },
    needs: together(commits, announces, {
      tables: {
        jobs: ['Query', 'GetItem', 'PutItem', 'DeleteItem'],
        players: ['GetItem'],
        requests: ['GetItem', 'PutItem'],
      },
    }),
    errorImpact: 'Nobody is warned before a request of a person is overdue.',
    alarmsOn: {
      REQUEST_HALF_TIME_GONE: 'Half the time to answer a request of a person about their data is gone.',
      REQUEST_THREE_QUARTERS_GONE: 'Three quarters of the time to answer a request of a person are gone.',
      REQUEST_NINE_TENTHS_GONE: 'Nine tenths of the time to answer a request of a person are gone: answer it now.',
      REQUEST_OVERDUE: 'A request of a person was not answered in time: a promise and perhaps a law is broken.',
    },
    timeoutSeconds: 300,
  },
];
