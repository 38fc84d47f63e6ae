import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod';
import type { PolicyChange } from '#domain/policy/change.ts';
import type { PolicyDigest } from '#domain/policy/changes-between.ts';
import type { ProposedVersion, PublishedVersion } from '#domain/policy/version.ts';
import type { Write } from '../commitment.ts';
import { NotFound } from '../failures.ts';
import { textKey, textsOf, versionContentParts, type PolicyText } from './published.ts';
import { getRow, newestRows, puttingOnce, versionKey } from './rows.ts';

const makeProposalSchema = () =>
  z.object({
    ...versionContentParts(),
    basedOn: z.int(),
    /** Written by us from a closed list, and only shown again. */
    changes: z.array(z.custom<PolicyChange>((value) => z.looseObject({ kind: z.string() }).safeParse(value).success)),
    authors: z.array(z.string()),
    createdAt: z.string(),
    policyHash: z.string(),
  });
let proposalSchema: ReturnType<typeof makeProposalSchema> | undefined;
const readProposal = (item: unknown): ProposedVersion => (proposalSchema ??= makeProposalSchema()).parse(item);

const approvalSchema = () =>
  z.object({ approvals: z.array(z.object({ staffId: z.string(), approvedAt: z.string() })) });

/** Somebody's approval of exactly one version. */
export interface PolicyApproval {
  staffId: string;
  approvedAt: string;
}

/** Versions on their way: proposed by one person, approved by another. */
export interface PolicyProposals {
  /** The newest proposal; undefined before the first. */
  newest(): Promise<ProposedVersion | undefined>;
  /** One proposal. Throws `NotFound`. */
  read(version: number): Promise<ProposedVersion>;
  /** Who approved a version; nobody while it waits. */
  approvalsOf(version: number): Promise<readonly PolicyApproval[]>;
  /** What a version was compared by. Throws `NotFound`. */
  digestOf(version: number): Promise<PolicyDigest>;
  /** The writes that propose a version with its texts; they fail when the number was taken meanwhile. */
  proposing(
    proposed: ProposedVersion,
    digest: PolicyDigest,
    texts: readonly ({ jurisdiction: string; language: 'en' | 'id' } & PolicyText)[],
  ): Write[];
  /** The writes that publish a version; they fail when another was published behind the same one meanwhile. */
  publishing(published: PublishedVersion, proposed: ProposedVersion, approval: PolicyApproval): Write[];
}

/** Opens the proposals. Needs `TABLE_POLICIES`. */
export function openPolicyProposals(): PolicyProposals {
  return {
    async newest() {
      const { items } = await newestRows('proposals', { limit: 1 });
      return items.length === 0 ? undefined : readProposal(items[0]);
    },
    async read(version) {
      return readProposal(await rowOf('proposals', version));
    },
    async approvalsOf(version) {
      const item = await getRow({ pk: 'approvals', sk: versionKey(version) });
      return item === undefined ? [] : approvalSchema().parse(item).approvals;
    },
    async digestOf(version) {
      const { digest } = z.object({ digest: z.instanceof(Uint8Array) }).parse(await rowOf('digests', version));
      // Written by us from the catalogue of its time, and never changed since.
      return JSON.parse(gunzipSync(digest).toString('utf8')) as PolicyDigest;
    },
    proposing,
    publishing,
  };
}

async function rowOf(pk: 'proposals' | 'digests', version: number): Promise<Record<string, unknown>> {
  const item = await getRow({ pk, sk: versionKey(version) });
  if (item === undefined) throw new NotFound('policy version');
  return item;
}

function proposing(
  proposed: ProposedVersion,
  digest: PolicyDigest,
  texts: readonly ({ jurisdiction: string; language: 'en' | 'id' } & PolicyText)[],
): Write[] {
  const sk = versionKey(proposed.version);
  return [
    puttingOnce({ pk: 'proposals', sk, schemaVersion: 1, ...proposed }),
    puttingOnce(digestItem(proposed.version, digest)),
    ...texts.map((text) => puttingOnce(textItem(proposed.version, text))),
  ];
}

/** The row of what a version is compared by: names of the catalogue, packed. */
export const digestItem = (version: number, digest: PolicyDigest) => ({
  pk: 'digests',
  sk: versionKey(version),
  schemaVersion: 1,
  digest: gzipSync(JSON.stringify(digest)),
});

const textItem = (
  version: number,
  { jurisdiction, language, text, textHash }: { jurisdiction: string; language: 'en' | 'id' } & PolicyText,
) => ({
  pk: textsOf(version),
  sk: textKey(jurisdiction, language),
  schemaVersion: 1,
  noticeText: gzipSync(text),
  textHash,
});

function publishing(published: PublishedVersion, { basedOn, policyHash }: ProposedVersion, approval: PolicyApproval) {
  const { version } = published;
  const sk = versionKey(version);
  return [
    puttingOnce({ pk: 'published', sk, schemaVersion: 1, ...published }),
    // Whoever publishes behind the same version takes the same place, and only one can.
    puttingOnce({ pk: 'successors', sk: versionKey(basedOn), schemaVersion: 1, version }),
    puttingOnce({ pk: 'approvals', sk, schemaVersion: 1, policyHash, approvals: [approval] }),
  ];
}
