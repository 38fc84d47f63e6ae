// GET /factor-removal-stop
import { pageHandler } from '#functions/edge/page.ts';
import { factorRemovalPage } from './factor-removal-page.ts';

/** The page behind the mailed link. Opening it changes nothing; only the form's POST uses the token. */
export const handler = pageHandler(factorRemovalPage);
