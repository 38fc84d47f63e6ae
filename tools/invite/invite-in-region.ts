import { DescribeTableCommand, DynamoDBClient, paginateListTables } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { TableName } from '#lib/tables.ts';
import { requireCredentials } from '../aws-account.ts';
import { isTable } from '../table-name.ts';
import { staffEmailIndex } from './email-index.ts';
import { readFunctionSetting } from './function-setting.ts';
import type { Invitation } from './read-invitation.ts';
import { enterInRegister, type RegisterTables } from './staff-register.ts';
import { openStaffPools, StaffPoolError, type StaffPoolCall } from './staff-pool.ts';

/** A person who has got a mail with a temporary password. */
export interface RegionalStaff {
  staffId: string;
  /** Where the person signs in and registers a second factor. */
  poolId: string;
}

const domainSchema = z.object({ DomainDescription: z.object({ UserPoolId: z.string() }) });
const attributesSchema = z.array(z.object({ Name: z.string(), Value: z.string().optional() }));
const createdSchema = z.object({ User: z.object({ Attributes: attributesSchema }) });
const knownSchema = z.object({ UserAttributes: attributesSchema });
const groupsSchema = z.object({ Groups: z.array(z.object({ GroupName: z.string() })) });

interface FoundTables extends RegisterTables {
  account: string;
}

/** Finds the tables of the region by their names, and the account by where they are. */
async function findTables(region: string): Promise<FoundTables> {
  const client = new DynamoDBClient({ region });
  try {
    const names: string[] = [];
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) names.push(...TableNames);
    const named = (table: TableName) => names.find((name) => name.startsWith('sesetoro-data-') && isTable(name, table));
    const [staff, evidence] = [named('staff'), named('evidence')];
    if (staff === undefined || evidence === undefined) {
      throw new Error(`Nothing is deployed in ${region} yet: npm run deploy -- ${region}`);
    }
    const { Table } = await client.send(new DescribeTableCommand({ TableName: staff }));
    return { staff, evidence, account: Table?.TableArn?.split(':')[4] ?? '' };
  } finally {
    client.destroy();
  }
}

const subjectOf = (attributes: z.infer<typeof attributesSchema>): string =>
  attributes.find(({ Name }) => Name === 'sub')?.Value ?? '';

/** Creates the user, or finds them when they were invited before. Answers the subject of their tokens. */
async function createUser(
  call: StaffPoolCall,
  user: { UserPoolId: string; Username: string },
  name: string,
): Promise<string> {
  const UserAttributes = [
    { Name: 'email', Value: user.Username },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'name', Value: name },
  ];
  try {
    const created = await call('AdminCreateUser', { ...user, UserAttributes, DesiredDeliveryMediums: ['EMAIL'] });
    return subjectOf(createdSchema.parse(created).User.Attributes);
  } catch (error) {
    if (!(error instanceof StaffPoolError) || error.code !== 'UsernameExistsException') throw error;
    return subjectOf(knownSchema.parse(await call('AdminGetUser', user)).UserAttributes);
  }
}

/** Makes the groups of a user exactly the roles: tokens carry groups, and the register must agree with them. */
async function setGroups(
  call: StaffPoolCall,
  user: { UserPoolId: string; Username: string },
  roles: readonly string[],
): Promise<void> {
  const { Groups } = groupsSchema.parse(await call('AdminListGroupsForUser', user));
  const had = Groups.map(({ GroupName }) => GroupName);
  for (const GroupName of roles.filter((role) => !had.includes(role))) {
    await call('AdminAddUserToGroup', { ...user, GroupName });
  }
  for (const GroupName of had.filter((group) => !roles.includes(group))) {
    await call('AdminRemoveUserFromGroup', { ...user, GroupName });
  }
}

/**
 * Creates the person in the staff user pool of a region, which mails them a temporary password, gives them their groups,
 * and puts them into the staff register. A run that broke off can be repeated. Throws an Error that says what to do.
 */
export async function inviteInRegion(
  { name, roles }: Invitation,
  { region, email }: { region: string; email: string },
): Promise<RegionalStaff> {
  await requireCredentials(region);
  const { account, ...tables } = await findTables(region);
  const call = openStaffPools(region);
  const domain = await call('DescribeUserPoolDomain', { Domain: `sesetoro-${account}-${region}` });
  const poolId = domainSchema.parse(domain).DomainDescription.UserPoolId;
  const user = { UserPoolId: poolId, Username: email };
  const staffId = await createUser(call, user, name);
  if (staffId === '') throw new Error('Amazon Cognito named no subject for this person');
  await setGroups(call, user, roles);
  const keyId = await readFunctionSetting(region, 'sesetoro-session-begin', 'KEY_EMAIL_INDEX');
  const emailIndex = await staffEmailIndex({ region }, { region, keyId }, email);
  await enterInRegister({ region }, tables, { staffId, roles, emailIndex, now: new Date() });
  return { staffId, poolId };
}
