import * as z from 'zod';
import type { StaffRole } from '#stores/staff.ts';
import { enterInRegister } from '../invite/staff-register.ts';
import type { Story } from './story.ts';

const tokenSchema = z.object({ accessToken: z.string(), subject: z.string() });

/** Invites somebody to the staff, as `npm run staff:invite -- --local` does. Answers their access token. */
export async function inviteOfficer({ cloud }: Story, name: string, roles: readonly StaffRole[]): Promise<string> {
  const issued = tokenSchema.parse(await cloud.console('/staff-tokens', { name, groups: roles }));
  const tables = { staff: cloud.tableName('staff'), evidence: cloud.tableName('evidence') };
  await enterInRegister(cloud.cloud.clientSettings(), tables, { staffId: issued.subject, roles, now: cloud.now() });
  return issued.accessToken;
}
