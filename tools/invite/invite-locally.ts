import * as z from 'zod';
import { findRunningCloud, type RunningCloud } from '../running-cloud.ts';
import type { Invitation } from './read-invitation.ts';
import { staffEmailIndex } from './email-index.ts';
import { enterInRegister } from './staff-register.ts';

/** A person who can act at once. */
export interface LocalStaff {
  staffId: string;
  accessToken: string;
  expiresInSeconds: number;
  apiAddress: string;
}

const tokenSchema = z.object({ accessToken: z.string(), subject: z.string(), expiresInSeconds: z.number() });
const clockSchema = z.object({ now: z.iso.datetime(), offsetMs: z.number() });

async function askConsole(cloud: RunningCloud, path: string, body?: unknown): Promise<unknown> {
  const posting = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(cloud.consoleAddress + path, body === undefined ? {} : posting);
  if (!response.ok) throw new Error(`The local cloud answered ${response.status}: ${await response.text()}`);
  return response.json();
}

/** Puts a person into the staff register of the running local cloud and issues a token. Throws when none runs. */
export async function inviteLocally(
  { name, roles }: Invitation,
  { dataFolder, email }: { dataFolder: string; email?: string | undefined },
): Promise<LocalStaff> {
  const cloud = await findRunningCloud(dataFolder);
  if (cloud === undefined) {
    throw new Error(`No local cloud runs on ${dataFolder}: start one with npm start in another terminal`);
  }
  const { now, offsetMs } = clockSchema.parse(await askConsole(cloud, '/clock'));
  const token = tokenSchema.parse(await askConsole(cloud, '/staff-tokens', { name, groups: roles }));
  const { region, awsAddress: endpoint, operator: credentials } = cloud;
  const settings = { region, endpoint, credentials, systemClockOffset: offsetMs };
  const emailIndex = email && (await staffEmailIndex(settings, { region, keyId: cloud.emailIndexKey }, email));
  const entrant = { staffId: token.subject, roles, emailIndex, now: new Date(now) };
  await enterInRegister(settings, cloud.tables, entrant);
  const { accessToken, expiresInSeconds } = token;
  return { staffId: token.subject, accessToken, expiresInSeconds, apiAddress: cloud.apiAddress };
}
