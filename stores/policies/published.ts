import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { versionKinds, type PublishedVersion } from '#domain/policy/version.ts';
import { NotFound } from '../failures.ts';
import { getRow, newestRows, versionKey } from './rows.ts';

const words = () => z.object({ en: z.string(), id: z.string() });
const lines = () => z.object({ en: z.array(z.string()), id: z.array(z.string()) });

/** The parts of a version that everybody may know, as stored. */
export const versionContentParts = () => ({
  version: z.int(),
  kind: z.enum(versionKinds),
  summary: words(),
  changeLines: lines(),
  effectiveFrom: z.string(),
  textHashes: z.record(z.string(), words()),
});

const makePublishedSchema = () => z.object({ ...versionContentParts(), publishedAt: z.string() });
let publishedSchema: ReturnType<typeof makePublishedSchema> | undefined;
const readPublished = (item: unknown): PublishedVersion => (publishedSchema ??= makePublishedSchema()).parse(item);

/** The text of one jurisdiction in one language. */
export interface PolicyText {
  /** The notice as JSON, exactly as it is hashed. */
  text: string;
  /** SHA-256 of the text in UTF-8, hex. */
  textHash: string;
}

/** Versions of the policy that were published. They stay for ever. */
export interface PublishedVersions {
  /** The newest one, whether it holds already or not; undefined before the first. */
  newest(): Promise<PublishedVersion | undefined>;
  /** One version. Throws `NotFound`. */
  read(version: number): Promise<PublishedVersion>;
  /** Versions, newest first. The cursor is the sort key of the last one. */
  page(page: {
    after?: string | undefined;
    limit: number;
  }): Promise<{ versions: PublishedVersion[]; cursor: string | undefined }>;
  /** The text of any version, published or not; undefined where it has none for the jurisdiction. */
  text(version: number, jurisdiction: string, language: 'en' | 'id'): Promise<PolicyText | undefined>;
}

/** Opens the published versions. Needs `TABLE_POLICIES`. */
export function openPublishedVersions(): PublishedVersions {
  return {
    async newest() {
      const { items } = await newestRows('published', { limit: 1 });
      return items.length === 0 ? undefined : readPublished(items[0]);
    },
    async read(version) {
      const item = await getRow({ pk: 'published', sk: versionKey(version) });
      if (item === undefined) throw new NotFound('policy version');
      return readPublished(item);
    },
    async page(page) {
      const { items, cursor } = await newestRows('published', page);
      return { versions: items.map(readPublished), cursor };
    },
    async text(version, jurisdiction, language) {
      const item = await getRow({ pk: textsOf(version), sk: textKey(jurisdiction, language) });
      if (item === undefined) return undefined;
      const row = z.object({ noticeText: z.instanceof(Uint8Array), textHash: z.string() }).parse(item);
      return { text: gunzipSync(row.noticeText).toString('utf8'), textHash: row.textHash };
    },
  };
}

/** The partition of the texts of a version: an item of each, since one holds 400 KB at most. */
export const textsOf = (version: number): string => `texts#${versionKey(version)}`;

/** The sort key of a text. */
export const textKey = (jurisdiction: string, language: 'en' | 'id'): string => `${jurisdiction}#${language}`;
