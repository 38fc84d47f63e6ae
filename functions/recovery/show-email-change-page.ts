// GET /email-change
import { pageHandler } from '#functions/edge/page.ts';
import { emailChangePage } from './email-change-page.ts';

/** The page behind the mailed link. Opening it changes nothing; only the form's POST uses the token. */
export const handler = pageHandler(emailChangePage);
