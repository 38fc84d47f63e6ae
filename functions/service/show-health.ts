// GET /v1/health
import { answer } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';
import { regionSettings } from '#stores/settings.ts';
import { healthContract } from './contract.ts';

/** Answers that the service answers, where it is and what time it thinks it is. */
export const handler = publicHttp(healthContract, ({ now }) =>
  Promise.resolve(answer(200, { status: 'ok', region: regionSettings().region, time: now.toISOString() })),
);
