import { parseArgs } from 'node:util';
import { normaliseEmail } from '#domain/player/email.ts';
import { regions } from '#lib/regions.ts';
import { staffRoleSchema, type StaffRole } from '#stores/staff.ts';
import { dataFolderByDefault } from '../running-cloud.ts';

/** Who is invited, and to which cloud. */
export interface Invitation {
  /** How colleagues call the person. */
  name: string;
  roles: readonly StaffRole[];
  to:
    | { kind: 'local'; dataFolder: string; email?: string | undefined }
    | { kind: 'region'; region: string; email: string };
}

/** Regions that are deployed to. */
const regionNames: readonly string[] = regions.map(({ region }) => region);

const usage = `npm run staff:invite -- --local --name dewi --roles dpo [--email dewi@example.com] [--data ${dataFolderByDefault}]
npm run staff:invite -- --region <region> --name dewi --email dewi@example.com --roles dpo,auditor

Roles:   ${staffRoleSchema.options.join(', ')}
Regions: ${regionNames.join(', ')}`;

const refuse = (reason: string): never => {
  throw new Error(`${reason}\n\n${usage}`);
};

const options = {
  local: { type: 'boolean', default: false },
  data: { type: 'string', default: dataFolderByDefault },
  region: { type: 'string' },
  name: { type: 'string' },
  email: { type: 'string' },
  roles: { type: 'string' },
} as const;

function readValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

type Values = ReturnType<typeof readValues>;

function rolesOf({ roles }: Values): readonly StaffRole[] {
  if (roles === undefined) return refuse('Say which roles the person has with --roles.');
  return roles.split(',').map((role) => {
    const parsed = staffRoleSchema.safeParse(role.trim());
    return parsed.success ? parsed.data : refuse(`${role} is no role.`);
  });
}

function targetOf({ local, data, region, email }: Values): Invitation['to'] {
  if (local === (region !== undefined)) return refuse('Say where to: either --local or --region.');
  const address = email === undefined ? undefined : normaliseEmail(email);
  if (email !== undefined && address === undefined) return refuse('What follows --email is no e-mail address.');
  if (region === undefined) return { kind: 'local', dataFolder: data, ...(address && { email: address }) };
  if (!regionNames.includes(region)) return refuse(`${region} is no region of this product.`);
  if (address === undefined) return refuse('Say with --email where the person gets the temporary password.');
  return { kind: 'region', region, email: address };
}

/** Reads the command line. Throws an Error that says what is missing and shows the usage. */
export function readInvitation(args: readonly string[]): Invitation {
  const values = readValues(args);
  const { name } = values;
  if (name === undefined || !/^[\p{L}\p{N}][\p{L}\p{N} .'-]{0,60}$/u.test(name)) {
    return refuse('Say who is invited with --name.');
  }
  return { name, roles: rolesOf(values), to: targetOf(values) };
}
