import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { randomUUID } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { PolicyDigest } from '#domain/policy/changes-between.ts';
import type { ApiAnswer, TestCloud } from './cloud.ts';
import { expectStatus } from './player.ts';
import { newStaff, tableName, type TestStaff } from './staff.ts';

/** What a data-protection officer sends to propose a version. */
export interface VersionBody {
  kind: 'initial' | 'material' | 'minor';
  summary: { en: string; id: string };
  effectiveFrom: string;
}

/** The desk at which versions of the policy are published: one writes, another approves. */
export interface PolicyDesk {
  author: TestStaff;
  approver: TestStaff;
  /** Proposes the deployed catalogue, to hold an hour later unless said otherwise. */
  propose(changes: Partial<VersionBody>): Promise<ApiAnswer>;
  read(version: number): Promise<ApiAnswer>;
  /** Approves what is shown now. */
  approve(version: number, by?: TestStaff): Promise<ApiAnswer>;
  /** Proposes and approves, and answers the number. */
  publish(changes: Partial<VersionBody>): Promise<number>;
}

/** The words that versions of tests are described by. */
export const summary = { en: 'We hold one thing more of you.', id: 'Kami menyimpan satu hal lagi tentang Anda.' };

/** Opens a desk with two officers. */
export async function openPolicyDesk(cloud: TestCloud): Promise<PolicyDesk> {
  const author = await newStaff(cloud, `author-${randomUUID()}`, ['dpo']);
  const approver = await newStaff(cloud, `approver-${randomUUID()}`, ['dpo']);
  const { token } = author;
  const read = (version: number) => cloud.api(`GET /v1/staff/policy-versions/${version}`, { token });
  const propose = (changes: Partial<VersionBody>) => {
    const effectiveFrom = new Date(cloud.now().getTime() + 3_600_000).toISOString();
    const body = { kind: 'minor', summary, effectiveFrom, ...changes };
    return cloud.api('POST /v1/staff/policy-versions', { token, body });
  };
  const approve = async (version: number, by = approver) => {
    const { body } = await read(version);
    return cloud.api(`POST /v1/staff/policy-versions/${version}/approvals`, {
      token: by.token,
      body: { policyHash: body.policyHash ?? '0'.repeat(64) },
    });
  };
  return {
    author,
    approver,
    propose,
    read,
    approve,
    async publish(changes) {
      const { body } = await expectStatus(propose(changes), 201);
      await expectStatus(approve(body.version), 200);
      return body.version;
    },
  };
}

/**
 * Makes a published version one of an older catalogue: the local cloud runs one catalogue, so the row of what later
 * versions are compared with is written anew, which nothing but a test can do.
 */
export async function ageVersion(
  cloud: TestCloud,
  version: number,
  alter: (digest: AgedDigest) => void,
): Promise<void> {
  const client = DynamoDBDocumentClient.from(new DynamoDBClient(cloud.cloud.clientSettings()));
  const TableName = tableName(cloud, 'policies');
  const Key = { pk: 'digests', sk: String(version).padStart(6, '0') };
  const { Item } = await client.send(new GetCommand({ TableName, Key }));
  const digest = JSON.parse(gunzipSync(Item?.['digest'] as Uint8Array).toString('utf8')) as AgedDigest;
  alter(digest);
  await client.send(new PutCommand({ TableName, Item: { ...Item, digest: gzipSync(JSON.stringify(digest)) } }));
}

type Mutable<Value> = { -readonly [Key in keyof Value]: Mutable<Value[Key]> };

/** A digest that a test makes older. */
export type AgedDigest = Mutable<PolicyDigest>;

/** As if the phone number had not been held before: to hold it is a material change. */
export const withoutPhone = ({ fields }: AgedDigest): void => {
  delete fields['phone'];
};

/** As if the Indonesian notice of Indonesia had been worded otherwise. */
export const otherwiseWorded = ({ texts }: AgedDigest): void => {
  const { ID } = texts;
  if (ID !== undefined) ID.id = '0'.repeat(64);
};
