// GET /v1/jurisdictions
import { isOpen, jurisdictions, transferMechanismOf } from '#catalogue/jurisdictions/index.ts';
import { answer } from '#functions/edge/contract.ts';
import { publicHttp } from '#functions/edge/http.ts';
import { regionSettings } from '#stores/settings.ts';
import { listJurisdictionsContract } from './contract.ts';

/** Lists the jurisdictions of the table; each says whether it is open here and, if not, why. */
export const handler = publicHttp(listJurisdictionsContract, () => {
  const settings = regionSettings();
  const list = Object.values(jurisdictions).map((jurisdiction) => {
    const opening = isOpen(jurisdiction, settings);
    return {
      code: jurisdiction.code,
      name: jurisdiction.name,
      languages: [...jurisdiction.languages],
      currency: jurisdiction.currency,
      open: opening.open,
      ...(opening.open ? { minimumAgeYears: opening.minimumAgeYears } : { closedBecause: opening.reason }),
      asksTransferConsent: transferMechanismOf(jurisdiction, settings.region) === 'consent',
    };
  });
  return Promise.resolve(answer(200, { jurisdictions: list }));
});
