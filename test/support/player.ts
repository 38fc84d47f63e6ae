import { createHash, randomBytes } from 'node:crypto';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { goodPassword } from './good-password.ts';

export { goodPassword };

/** What a client sends to register. */
export interface RegistrationBody {
  email: string;
  fullName: string;
  birthDate: string;
  phone: string;
  password: string;
  jurisdiction: string;
  language: 'en' | 'id';
  noticeHash: string;
  transferConsent?: true;
}

/** A signed-in player of a journey. */
export interface TestPlayer {
  email: string;
  password: string;
  accountNumber: string;
  playerId: string;
  token: string;
}

/** A body that registers somebody new in a jurisdiction, with the current notice. */
export async function registrationBody(
  cloud: TestCloud,
  changes: Partial<RegistrationBody> = {},
): Promise<RegistrationBody> {
  const jurisdiction = changes.jurisdiction ?? 'ID';
  const language = changes.language ?? 'id';
  const notice = await cloud.api(`GET /v1/privacy-notice?jurisdiction=${jurisdiction}&language=${language}`);
  const asksConsent = notice.body?.notice?.transfer?.mechanism === 'consent';
  return {
    email: `player-${randomBytes(6).toString('hex')}@example.com`,
    fullName: 'Wulan Kusuma',
    birthDate: '1990-06-15',
    phone: '+6281234567890',
    password: goodPassword,
    jurisdiction,
    language,
    noticeHash: notice.body?.noticeHash ?? '0'.repeat(64),
    ...(asksConsent ? { transferConsent: true as const } : {}),
    ...changes,
  };
}

/** The token in the newest mail to an address; undefined when no mail with a link came. */
export function mailedToken(cloud: TestCloud, email: string): string | undefined {
  const texts = cloud.cloud.mail.mails({ to: email }).map(({ text }) => text ?? '');
  return texts.flatMap((text) => /\/verification#([\w-]{43})/.exec(text)?.[1] ?? []).at(-1);
}

/** Sends a request from a network of its own: so many players of one network would have to wait. */
export function fromOwnNetwork(email: string): Record<string, string> {
  const [first = 0, second = 0] = createHash('sha256').update(email).digest();
  return { 'x-local-viewer-address': `10.${first}.${second}.7` };
}

/** Logs in, each player from a network of their own, and answers what the API said. */
export function logIn(cloud: TestCloud, email: string, password: string = goodPassword): Promise<ApiAnswer> {
  const body = { email, password, deviceKind: 'android-app' };
  return cloud.api('POST /v1/sessions', { body, headers: fromOwnNetwork(email) });
}

/** Registers, opens the mail, verifies and logs in: the way every player comes. */
export async function newPlayer(cloud: TestCloud, changes: Partial<RegistrationBody> = {}): Promise<TestPlayer> {
  const body = await registrationBody(cloud, changes);
  await expectStatus(cloud.api('POST /v1/players', { body, headers: fromOwnNetwork(body.email) }), 202);
  await cloud.settle();
  const token = mailedToken(cloud, body.email);
  const verified = await expectStatus(
    cloud.api('POST /v1/players/verifications', { body: { token, password: body.password } }),
    201,
  );
  const session = await expectStatus(logIn(cloud, body.email, body.password), 201);
  // The device is new, which a mail tells: nothing of it is under way when a journey begins.
  await cloud.settle();
  return {
    email: body.email,
    password: body.password,
    accountNumber: verified.body.accountNumber,
    playerId: session.body.sessionId.slice(0, 26),
    token: session.body.accessToken,
  };
}

/** Awaits an answer and demands its status, showing the body when it is another. */
export async function expectStatus(answer: Promise<ApiAnswer>, status: number): Promise<ApiAnswer> {
  const given = await answer;
  if (given.status !== status) {
    throw new Error(`The API answered ${given.status} instead of ${status}: ${JSON.stringify(given.body)}`);
  }
  return given;
}
