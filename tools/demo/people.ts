import * as z from 'zod';
import { markedPerson, plantedMarkers, type MarkedPerson } from '../canary/markers.ts';
import type { ApiAnswer } from './demo-cloud.ts';
import type { DemoPlayer, Story } from './story.ts';

/** Who appears in the story. */
export type Role = Pick<DemoPlayer, 'calledName' | 'jurisdiction' | 'language'>;

/** What everybody gives to register. */
const registrationFields = ['email', 'fullName', 'phone', 'password'] as const;

/** Makes a person of the story whose every personal field holds a marker; those of the registration count as planted. */
export function castPerson({ markers }: Story, { calledName, jurisdiction }: Role): MarkedPerson {
  const marked = markedPerson(jurisdiction);
  const person = { ...marked, fullName: `${calledName} ${marked.fullName.split(' ').at(-1)}` };
  markers.push(...plantedMarkers(person, registrationFields));
  return person;
}

const noticeSchema = z.object({
  noticeHash: z.string(),
  notice: z.object({ transfer: z.object({ mechanism: z.string() }) }),
});

/** The current privacy notice for somebody: its hash, and whether it asks for consent to a transfer. */
export async function readNotice({ cloud }: Story, { jurisdiction, language }: Omit<Role, 'calledName'>) {
  const route = `GET /v1/privacy-notice?jurisdiction=${jurisdiction}&language=${language}`;
  const { noticeHash, notice } = await cloud.expect(route, {}, { status: 200, schema: noticeSchema });
  return { noticeHash, asksConsent: notice.transfer.mechanism === 'consent' };
}

/** Sends a registration, as the form of a client does; `changes` bend it. */
export async function register(
  story: Story,
  { role, person, changes = {} }: { role: Role; person: MarkedPerson; changes?: Readonly<Record<string, unknown>> },
): Promise<ApiAnswer> {
  const { jurisdiction, language } = role;
  const { noticeHash, asksConsent } = await readNotice(story, role);
  const { email, fullName, phone, password } = person;
  const given = { email, fullName, phone, password, birthDate: '1990-06-15', jurisdiction, language, noticeHash };
  const body = { ...given, ...(asksConsent ? { transferConsent: true } : {}), ...changes };
  return story.cloud.api('POST /v1/players', { body });
}

/** The tokens of the links that were mailed to an address, oldest first. */
export async function mailedTokens({ cloud }: Story, email: string): Promise<string[]> {
  const mails = await cloud.inbox(email);
  return mails.flatMap(({ text = '' }) => /\/verification#([\w-]{43})/.exec(text)?.[1] ?? []);
}

/** Completes a registration by a mailed token and a password. */
export function verify({ cloud }: Story, token: string, password: string): Promise<ApiAnswer> {
  return cloud.api('POST /v1/players/verifications', { body: { token, password } });
}

const sessionSchema = z.object({ sessionId: z.string(), accessToken: z.string() });

/** Logs in as a person of the story. */
export async function signIn({ cloud }: Story, role: Role, person: MarkedPerson): Promise<DemoPlayer> {
  const { email, password } = person;
  const body = { email, password, deviceKind: 'android-app' };
  const session = await cloud.expect('POST /v1/sessions', { body }, { status: 201, schema: sessionSchema });
  return { ...role, person, playerId: session.sessionId.slice(0, 26), token: session.accessToken };
}

/** Registers, opens the mail, verifies and logs in: the way every player comes. Throws when any step fails. */
export async function welcome(story: Story, role: Role, person = castPerson(story, role)): Promise<DemoPlayer> {
  const registered = await register(story, { role, person });
  if (registered.status !== 202) throw new Error(`Registration answered ${registered.status}: ${registered.problem}`);
  await story.cloud.settle();
  const token = (await mailedTokens(story, person.email)).at(-1) ?? '';
  const verified = await verify(story, token, person.password);
  if (verified.status !== 201) throw new Error(`Verification answered ${verified.status}: ${verified.problem}`);
  return signIn(story, role, person);
}
