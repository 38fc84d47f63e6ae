import { randomUUID } from 'node:crypto';
import type { StaffRole } from '#lib/route-row.ts';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { rowsOf } from './ledger.ts';
import { expectStatus, newPlayer, type TestPlayer } from './player.ts';
import { linkTokens } from './recovery.ts';
import { turnTotpOn, type Authenticator } from './second-factor.ts';
import { newStaff } from './staff.ts';

/** What support gives when it opens a removal. */
export const removalRequest = {
  reason: 'every-factor-lost',
  caseReference: 'CASE-2041',
  proof: 'document-by-video',
} as const;

/** Who sits at the desk; `both` may open and decide. */
const people = {
  support: ['support'],
  second: ['compliance'],
  third: ['compliance'],
  both: ['support', 'compliance'],
  auditor: ['auditor'],
} as const satisfies Record<string, readonly StaffRole[]>;

/** A person at the desk. */
export type DeskPerson = keyof typeof people;

/** A removal as its routes name it. */
export interface OpenedRemoval {
  playerId: string;
  removalId: string;
}

/** Those of support who open removals, and those of compliance who decide about them. */
export interface RemovalDesk {
  staffIds: Readonly<Record<DeskPerson, string>>;
  open(playerId: string, by?: DeskPerson): Promise<ApiAnswer>;
  approve(removal: OpenedRemoval, by?: DeskPerson): Promise<ApiAnswer>;
  decline(removal: OpenedRemoval, by?: DeskPerson): Promise<ApiAnswer>;
  list(query?: string, by?: DeskPerson): Promise<ApiAnswer>;
  stop(token: string | undefined): Promise<ApiAnswer>;
}

/** Opens the desk. Everybody signs in anew for each request: a token of staff lives for ten minutes. */
export async function openRemovalDesk(cloud: TestCloud): Promise<RemovalDesk> {
  const desk = randomUUID();
  const staffIds = { support: '', second: '', third: '', both: '', auditor: '' };
  for (const [person, roles] of Object.entries(people))
    staffIds[person as DeskPerson] = (await newStaff(cloud, `${person}-${desk}`, roles)).staffId;
  const ask = async (route: string, by: DeskPerson, body?: unknown) => {
    const issued = await cloud.cloud.staff?.issue({ name: `${by}-${desk}`, groups: people[by] });
    return cloud.api(route, { token: issued?.accessToken ?? '', ...(body !== undefined && { body }) });
  };
  return {
    staffIds,
    open: (playerId, by = 'support') => ask(`POST /v1/staff/players/${playerId}/factor-removals`, by, removalRequest),
    approve: ({ playerId, removalId }, by = 'second') =>
      ask(`POST /v1/staff/players/${playerId}/factor-removals/${removalId}/approvals`, by),
    decline: ({ playerId, removalId }, by = 'second') =>
      ask(`POST /v1/staff/players/${playerId}/factor-removals/${removalId}/declines`, by, {
        reason: 'identity-doubtful',
      }),
    list: (query = '', by = 'second') => ask(`GET /v1/staff/factor-removals${query}`, by),
    stop: (token) => cloud.api('POST /v1/factor-removal-stops', { body: { token } }),
  };
}

/** A player with an authenticator and recovery codes. */
export type ProtectedPlayer = TestPlayer & Authenticator;

/** Registers a player who turns an authenticator on. */
export async function newProtected(cloud: TestCloud, language: 'en' | 'id' = 'en'): Promise<ProtectedPlayer> {
  const player = await newPlayer(cloud, { language });
  return { ...player, ...(await turnTotpOn(cloud, player)) };
}

/** A removal that waits, opened by somebody of the desk, with the token of the link in the mail about it. */
export async function openedRemoval(
  cloud: TestCloud,
  { desk, by = 'support' }: { desk: RemovalDesk; by?: DeskPerson },
  player: ProtectedPlayer,
): Promise<OpenedRemoval & { stopToken: string | undefined }> {
  const { body } = await expectStatus(desk.open(player.playerId, by), 201);
  await cloud.settle();
  const removal: OpenedRemoval = { playerId: player.playerId, removalId: body.removalId };
  return { ...removal, stopToken: linkTokens(cloud, player.email, 'factor-removal-stop').at(-1) };
}

/** The sort keys of the second factors that a player has. */
export const factorRowsOf = async (cloud: TestCloud, { playerId }: Pick<TestPlayer, 'playerId'>) =>
  (await rowsOf(cloud, 'credentials'))
    .filter(({ pk, sk }) => pk === playerId && String(sk).startsWith('factor#'))
    .map(({ sk }) => String(sk));

/** What stands in the evidence of a removal, oldest first. */
export const evidenceOfRemoval = async (cloud: TestCloud, { removalId }: Pick<OpenedRemoval, 'removalId'>) =>
  (await rowsOf(cloud, 'evidence')).filter(({ pk }) => pk === `factor-removal#${removalId}`);
