import type { RouteRow } from './route-row.ts';
import { breachRoutes } from './routes/breach.ts';
import { closureRoutes } from './routes/closure.ts';
import { consentRoutes } from './routes/consent.ts';
import { exportRoutes } from './routes/export.ts';
import { factorRemovalRoutes } from './routes/factor-removal.ts';
import { factorRoutes } from './routes/factor.ts';
import { kycReviewRoutes } from './routes/kyc-review.ts';
import { kycRoutes } from './routes/kyc.ts';
import { loginRoutes } from './routes/login.ts';
import { passkeyRoutes } from './routes/passkey.ts';
import { paymentRoutes } from './routes/payment.ts';
import { phoneRoutes } from './routes/phone.ts';
import { playerRoutes } from './routes/player.ts';
import { policyRoutes } from './routes/policy.ts';
import { recoveryRoutes } from './routes/recovery.ts';
import { requestRoutes } from './routes/request.ts';
import { requestDeskRoutes } from './routes/request-desk.ts';
import { screeningRoutes } from './routes/screening.ts';
import { serviceRoutes } from './routes/service.ts';
import { sessionRoutes } from './routes/session.ts';

/** The HTTP API as data: every route, who may call it, and what its function may touch. */
export const routes: readonly RouteRow[] = [
  ...playerRoutes,
  ...closureRoutes,
  ...sessionRoutes,
  ...factorRoutes,
  ...passkeyRoutes,
  ...loginRoutes,
  ...recoveryRoutes,
  ...factorRemovalRoutes,
  ...phoneRoutes,
  ...consentRoutes,
  ...kycRoutes,
  ...kycReviewRoutes,
  ...screeningRoutes,
  ...paymentRoutes,
  ...exportRoutes,
  ...policyRoutes,
  ...requestRoutes,
  ...requestDeskRoutes,
  ...breachRoutes,
  ...serviceRoutes,
];
