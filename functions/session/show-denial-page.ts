// GET /login-denial
import { pageHandler } from '#functions/edge/page.ts';
import { denialPage } from './denial-page.ts';

/** The page behind the mailed link. Opening it changes nothing; only the form's POST uses the token. */
export const handler = pageHandler(denialPage);
