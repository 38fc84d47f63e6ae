// GET /email-change-reversion
import { pageHandler } from '#functions/edge/page.ts';
import { reversionPage } from './reversion-page.ts';

/** The page behind the mailed link. Opening it changes nothing; only the form's POST uses the token. */
export const handler = pageHandler(reversionPage);
