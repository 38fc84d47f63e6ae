import type { Words } from '#catalogue/words.ts';
import type { PolicyChange } from './change.ts';
import type { TextHashes } from './changes-between.ts';

/** The first version tells nobody; a material one is mailed (C88); a minor one is acknowledged (C90). */
export const versionKinds = ['initial', 'material', 'minor'] as const;

/** Kind of a version of the policy. */
export type VersionKind = (typeof versionKinds)[number];

/** What everybody may know of a version of the policy. */
export interface VersionContent {
  /** Counts proposals from 1: a proposal that nobody approves leaves a gap. */
  version: number;
  kind: VersionKind;
  summary: Words;
  /** What changed since the version before, in plain words; nothing for the first. */
  changeLines: Readonly<Record<'en' | 'id', readonly string[]>>;
  /** RFC 3339, UTC. */
  effectiveFrom: string;
  textHashes: TextHashes;
}

/** A version that waits for its approval, or was approved since: what it says never changes. */
export interface ProposedVersion extends VersionContent {
  /** The published version that it follows; 0 for the first. */
  basedOn: number;
  changes: readonly PolicyChange[];
  authors: readonly string[];
  createdAt: string;
  /** What an approval is bound to: SHA-256 over all of it, hex. */
  policyHash: string;
}

/** A version that was approved: the policy from its day on. */
export interface PublishedVersion extends VersionContent {
  publishedAt: string;
}

/** The version that holds at a moment, of versions of which the newest stands first; undefined before the first. */
export const effectiveAt = <Version extends Pick<PublishedVersion, 'effectiveFrom'>>(
  newestFirst: readonly Version[],
  now: Date,
): Version | undefined => newestFirst.find(({ effectiveFrom }) => effectiveFrom <= now.toISOString());

/** Somebody whom versions concern, and the newest version that they are known to have seen; 0 when none is known. */
export interface VersionReader {
  jurisdiction: string;
  registeredAt: string;
  lastSeen: number;
}

/**
 * The versions that changed something for somebody since: later than what they saw, published while they had an account,
 * and with a text for their jurisdiction. The first version changes nothing.
 */
export const changedSince = (
  versions: readonly PublishedVersion[],
  { jurisdiction, registeredAt, lastSeen }: VersionReader,
): PublishedVersion[] =>
  versions.filter(
    ({ version, kind, publishedAt, textHashes }) =>
      kind !== 'initial' && version > lastSeen && publishedAt > registeredAt && textHashes[jurisdiction] !== undefined,
  );

/** In which language a hash is that of the text that a jurisdiction is shown; undefined when it is of another text. */
export function languageOfHash(
  { textHashes }: Pick<VersionContent, 'textHashes'>,
  jurisdiction: string,
  hash: string,
): 'en' | 'id' | undefined {
  const hashes = textHashes[jurisdiction];
  return (['en', 'id'] as const).find((language) => hashes?.[language] === hash);
}
