// GET /verification
import { pageHandler } from '#functions/edge/page.ts';
import { verificationPage } from './verification-page.ts';

/** The page behind the mailed link. Opening it changes nothing; only the form's POST consumes the token. */
export const handler = pageHandler(verificationPage);
