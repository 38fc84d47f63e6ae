import { createHash } from 'node:crypto';
import { findJurisdiction } from '#catalogue/jurisdictions/index.ts';
import { noticeFor, type Notice } from '#domain/policy/notice.ts';
import { regionSettings } from './settings.ts';

/** The notice as shown, with the hash by which a person's agreement names exactly this text. */
export interface ShownNotice {
  notice: Notice | undefined;
  /** SHA-256 of the notice's JSON, hex; empty where there is none. */
  hash: string;
}

/** Privacy notices of this region. */
export interface Notices {
  /** The notice that must be shown now to people of a jurisdiction. */
  current(jurisdiction: string, language: 'en' | 'id'): ShownNotice;
}

const shown = new Map<string, ShownNotice>();

/** Opens the notices. They are made from the catalogue once per process. */
export function openNotices(): Notices {
  return {
    current(code, language) {
      const jurisdiction = findJurisdiction(code);
      if (jurisdiction === undefined) return { notice: undefined, hash: '' };
      const known = shown.get(`${code}/${language}`);
      if (known !== undefined) return known;
      const notice = noticeFor(jurisdiction, language, regionSettings().region);
      const made = { notice, hash: createHash('sha256').update(JSON.stringify(notice)).digest('hex') };
      shown.set(`${code}/${language}`, made);
      return made;
    },
  };
}
