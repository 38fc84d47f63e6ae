import { failedScreening, type ScreeningService } from '#domain/kyc/screening.ts';
import { regionSettings } from '../settings.ts';
import { openListScreening } from './screening-list.ts';
import { openRemoteScreening } from './screening-remote.ts';

/** Where no source is contracted, nobody was compared. */
const nobody: ScreeningService = {
  check: async () => failedScreening('absent'),
  version: async () => undefined,
};

function contracted(): ScreeningService {
  const { screening } = regionSettings();
  if (screening === null) return nobody;
  return screening.kind === 'list' ? openListScreening() : openRemoteScreening(screening);
}

/** Opens the source that the region has contracted, on first use. Needs `BUCKET_SCREENING_LISTS` where it is a list. */
export function openScreeningService(): ScreeningService {
  let opened: ScreeningService | undefined;
  const service = () => (opened ??= contracted());
  return {
    check: (person, now) => service().check(person, now),
    version: (now) => service().version(now),
  };
}
