import { breachWorkers } from './workers/breach.ts';
import { exportWorkers } from './workers/export.ts';
import { kycWorkers } from './workers/kyc.ts';
import { screeningWorkers } from './workers/screening.ts';
import { notificationWorkers } from './workers/notification.ts';
import { outboxWorkers } from './workers/outbox.ts';
import { paymentWorkers } from './workers/payment.ts';
import { playerWorkers } from './workers/player.ts';
import { policyWorkers } from './workers/policy.ts';
import { requestWorkers } from './workers/request.ts';
import type { WorkerRow } from './worker-row.ts';

/** The asynchronous side as data: every function that no HTTP request starts. */
export const workers: readonly WorkerRow[] = [
  ...outboxWorkers,
  ...notificationWorkers,
  ...kycWorkers,
  ...screeningWorkers,
  ...paymentWorkers,
  ...playerWorkers,
  ...exportWorkers,
  ...policyWorkers,
  ...requestWorkers,
  ...breachWorkers,
];
