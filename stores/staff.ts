import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { documentClient } from './clients.ts';
import { setting } from './settings.ts';

/** What a member of staff may be: the groups of the staff user pool. */
export const staffRoleSchema = z.enum(['support', 'kyc-reviewer', 'compliance', 'dpo', 'auditor']);

/** A role of staff. */
export type StaffRole = z.infer<typeof staffRoleSchema>;

const staffItemSchema = z.object({
  pk: z.string(),
  state: z.enum(['active', 'disabled']),
  roles: z.array(staffRoleSchema),
  emailIndex: z.string().optional(),
});

/** One person in the staff register. */
export interface StaffMember {
  staffId: string;
  state: 'active' | 'disabled';
  roles: readonly StaffRole[];
  /** Blind index of their address, in the same form as a player's: it tells whether an account is their own. */
  emailIndex?: string | undefined;
}

/** The staff register: read on every request, so that disabling someone works at once. */
export interface StaffMembers {
  /** Finds a member by the subject of their token, with a consistent read. */
  find(staffId: string): Promise<StaffMember | undefined>;
}

/** Opens the staff register. Needs `TABLE_STAFF`. */
export function openStaffMembers(): StaffMembers {
  return {
    async find(staffId) {
      const Key = { pk: staffId, sk: 'staff' };
      const { Item } = await documentClient().send(
        new GetCommand({ TableName: setting('TABLE_STAFF'), Key, ConsistentRead: true }),
      );
      if (Item === undefined) return undefined;
      const { state, roles, emailIndex } = staffItemSchema.parse(Item);
      return { staffId, state, roles, emailIndex };
    },
  };
}
