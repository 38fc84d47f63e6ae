// GET /phone-change-reversion
import { pageHandler } from '#functions/edge/page.ts';
import { phoneReversionPage } from './phone-reversion-page.ts';

/** The page behind the mailed link. Opening it changes nothing; only the button's POST consumes the token. */
export const handler = pageHandler(phoneReversionPage);
