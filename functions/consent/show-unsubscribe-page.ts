// GET /unsubscribe
import { pageHandler } from '#functions/edge/page.ts';
import { unsubscribePage } from './unsubscribe-page.ts';

/** The page behind the link of a marketing mail. Opening it changes nothing; only the form's POST uses the token. */
export const handler = pageHandler(unsubscribePage);
