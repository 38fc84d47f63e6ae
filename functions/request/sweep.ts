// Hourly: warnings before and at the deadline of a request, and the end of requests that nobody confirmed
import type { ChangeRecord } from '#domain/decision.ts';
import { expireUnconfirmed } from '#domain/request/receipt.ts';
import type { DataRequest } from '#domain/request/request.ts';
import { readStepDetail, warnOf, type RequestStep, type WarningPercent } from '#domain/request/warning.ts';
import { walkDueMonths } from '#functions/edge/due-months.ts';
import { logEvent } from '#functions/edge/log.ts';
import { scheduleHandler, type ScheduleHandler, type Work } from '#functions/edge/queue.ts';
import { openDueList, type DueItem, type DueList } from '#stores/due-list.ts';
import { Conflict } from '#stores/failures.ts';
import { openLedger, type Ledger } from '#stores/ledger.ts';
import { openPlayers, type Players } from '#stores/players.ts';
import { openRequests, type Requests } from '#stores/requests.ts';
import { openSweepLeases, type SweepLeases } from '#stores/sweep-leases.ts';

/** The stores that the sweep uses. */
export interface SweepRequestsStores {
  dueList: DueList;
  leases: SweepLeases;
  ledger: Ledger;
  players: Pick<Players, 'find'>;
  requests: Pick<Requests, 'find' | 'moving'>;
}

/** Coded events that alarm by themselves (`lib/workers/request.ts`). */
const warningCodes: Readonly<Record<WarningPercent, string>> = {
  50: 'REQUEST_HALF_TIME_GONE',
  75: 'REQUEST_THREE_QUARTERS_GONE',
  90: 'REQUEST_NINE_TENTHS_GONE',
  100: 'REQUEST_OVERDUE',
};

/**
 * Takes the steps of requests whose moment has come, one run at a time. A step leaves the list in the transaction that
 * marks the request, so that each comes once; one that was missed is still listed at the next run.
 */
export function sweepRequests(stores: SweepRequestsStores): ScheduleHandler {
  return scheduleHandler(async (work) => {
    const { requestId: holder } = work.actor;
    if (!(await stores.leases.take(sweepName, holder, work.now))) return;
    try {
      const failures = await walkDueMonths(stores.dueList, { kind: 'request-step', work }, (item) =>
        decideTwiceAtMost(() => takeStep(stores, item, work)),
      );
      if (failures > 0) throw new Error('Some steps of requests could not be taken');
    } finally {
      await stores.leases.release(sweepName, holder);
    }
  });
}

const sweepName = 'request-step';

/** After a lost race the step is decided once more. */
async function decideTwiceAtMost(decide: () => Promise<void>): Promise<void> {
  await decide().catch((error: unknown) => (error instanceof Conflict ? decide() : Promise.reject(error)));
}

async function takeStep(stores: SweepRequestsStores, item: DueItem, { now, actor }: Work): Promise<void> {
  const { ownPart, step } = readStepDetail(item.detail);
  const requestId = item.subjectId + ownPart;
  const request = await stores.requests.find(requestId);
  const account = await stores.players.find(item.subjectId);
  // Nobody is warned about somebody whose data is gone.
  if (request === undefined || account === undefined || account.state === 'closed') return;
  const taken = taking(request, step, now);
  if (taken === undefined) return;
  // Before it is marked: a crash in between repeats a warning and never loses one.
  if (step.kind === 'warning')
    logEvent(warningCodes[step.percent], { recordId: requestId, subjectId: item.subjectId, state: request.state });
  const writes = [stores.dueList.taking(item), ...stores.requests.moving(request, taken.request)];
  await stores.ledger.commit({ writes, ...taken.record, actor, now });
}

const taking = (
  request: DataRequest,
  step: RequestStep,
  now: Date,
): { request: DataRequest; record: ChangeRecord } | undefined =>
  step.kind === 'warning' ? warnOf(request, step) : expireUnconfirmed(request, now);

export const handler = sweepRequests({
  dueList: openDueList(),
  leases: openSweepLeases(),
  ledger: openLedger(),
  players: openPlayers(),
  requests: openRequests(),
});
