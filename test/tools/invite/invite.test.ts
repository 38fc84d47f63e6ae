import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { inviteInRegion } from '#tools/invite/invite-in-region.ts';
import { readInvitation } from '#tools/invite/read-invitation.ts';

describe('an invitation', () => {
  it('to the local cloud needs a name and roles', () => {
    expect(readInvitation(['--local', '--name', 'dewi', '--roles', 'dpo, auditor'])).toEqual({
      name: 'dewi',
      roles: ['dpo', 'auditor'],
      to: { kind: 'local', dataFolder: '.local/data' },
    });
  });

  it('to the local cloud may name an address, which is read in its normal form', () => {
    const args = ['--local', '--name', 'dewi', '--roles', 'dpo', '--email', 'Dewi@Example.com'];
    expect(readInvitation(args).to).toEqual({ kind: 'local', dataFolder: '.local/data', email: 'dewi@example.com' });
  });

  it.each([
    [['--local', '--roles', 'dpo'], 'Say who is invited'],
    [['--local', '--name', 'dewi'], 'Say which roles'],
    [['--local', '--name', 'dewi', '--roles', 'king'], 'king is no role'],
    [['--name', 'dewi', '--roles', 'dpo'], 'either --local or --region'],
    [['--local', '--region', 'eu-west-1', '--name', 'dewi', '--roles', 'dpo'], 'either --local or --region'],
    [['--region', 'mars-1', '--name', 'dewi', '--email', 'd@example.com', '--roles', 'dpo'], 'mars-1 is no region'],
    [['--region', 'eu-west-1', '--name', 'dewi', '--roles', 'dpo'], '--email'],
    [['--local', '--name', 'dewi', '--roles', 'dpo', '--email', 'dewi'], 'no e-mail address'],
    [['--wrong'], '--wrong'],
  ])('%j is refused with a reason and the usage', (args, reason) => {
    expect(() => readInvitation(args)).toThrow(reason);
    expect(() => readInvitation(args)).toThrow('npm run staff:invite -- --region');
  });
});

interface Asked {
  operation: string;
  // oxlint-disable-next-line typescript/no-explicit-any
  input: any;
  authorization: string;
}

describe('an invitation to a deployed region', () => {
  const subject = '0f0e0d0c-1111-4222-8333-444455556666';
  const asked: Asked[] = [];
  let isKnown = false;
  const answers: Record<string, () => { status?: number; body: unknown }> = {
    ListTables: () => ({
      body: { TableNames: ['sesetoro-data-EvidenceTable1-A', 'sesetoro-data-StaffTable2-B', 'x-stafftable'] },
    }),
    DescribeTable: () => ({ body: { Table: { TableArn: 'arn:aws:dynamodb:eu-west-1:123456789012:table/sesetoro' } } }),
    TransactWriteItems: () => ({ body: {} }),
    DescribeUserPoolDomain: () => ({ body: { DomainDescription: { UserPoolId: 'eu-west-1_pool' } } }),
    AdminCreateUser: () =>
      isKnown
        ? { status: 400, body: { __type: 'UsernameExistsException', message: 'User account already exists' } }
        : { body: { User: { Attributes: [{ Name: 'sub', Value: subject }] } } },
    AdminGetUser: () => ({ body: { UserAttributes: [{ Name: 'sub', Value: subject }] } }),
    AdminListGroupsForUser: () => ({
      body: { Groups: isKnown ? [{ GroupName: 'support' }, { GroupName: 'dpo' }] : [] },
    }),
    configuration: () => ({ body: { Environment: { Variables: { KEY_EMAIL_INDEX: 'arn:aws:kms:index' } } } }),
    GenerateMac: () => ({ body: { Mac: Buffer.alloc(32, 7).toString('base64') } }),
    AdminAddUserToGroup: () => ({ body: {} }),
    AdminRemoveUserFromGroup: () => ({ body: {} }),
  };
  const server = createServer((request, response) => {
    // Lambda names what it is asked for in the path, the others in a header.
    const target = String(request.headers['x-amz-target'] ?? request.url?.replaceAll('/', '.'));
    const operation = target.split('.').at(-1) ?? '';
    void text(request).then((body) => {
      asked.push({ operation, input: JSON.parse(body || '{}'), authorization: String(request.headers.authorization) });
      const { status = 200, body: answer } = answers[operation]?.() ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(JSON.stringify(answer));
    });
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
  afterEach(() => {
    asked.length = 0;
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    server.close();
  });

  const invitation = readInvitation(
    '--region eu-west-1 --name dewi --email dewi@example.com --roles dpo,auditor'.split(' '),
  );
  const invite = () => inviteInRegion(invitation, { region: 'eu-west-1', email: 'dewi@example.com' });
  const inputsOf = (operation: string) =>
    asked.filter((each) => each.operation === operation).map(({ input }) => input);

  it('creates the user, the groups, and the row of the register with its audit row', async () => {
    expect(await invite()).toEqual({ staffId: subject, poolId: 'eu-west-1_pool' });
    expect(inputsOf('DescribeUserPoolDomain')).toEqual([{ Domain: 'sesetoro-123456789012-eu-west-1' }]);
    expect(inputsOf('AdminCreateUser')).toMatchObject([{ UserPoolId: 'eu-west-1_pool', Username: 'dewi@example.com' }]);
    expect(inputsOf('AdminAddUserToGroup').map(({ GroupName }) => GroupName)).toEqual(['dpo', 'auditor']);
    const [member, audit] = inputsOf('TransactWriteItems')[0].TransactItems;
    expect(member.Put).toMatchObject({
      TableName: 'sesetoro-data-StaffTable2-B',
      Item: {
        pk: { S: subject },
        sk: { S: 'staff' },
        state: { S: 'active' },
        roles: { L: [{ S: 'dpo' }, { S: 'auditor' }] },
        emailIndex: { S: `v1.${Buffer.alloc(32, 7).toString('base64url')}` },
      },
    });
    expect(audit.Put).toMatchObject({
      TableName: 'sesetoro-data-EvidenceTable1-A',
      Item: { pk: { S: `staff#${subject}` }, action: { S: 'staff-invited' } },
    });
  });

  it('signs what it asks of Cognito for that service and that region', async () => {
    await invite();
    const { authorization } = asked.find(({ operation }) => operation === 'AdminCreateUser')!;
    expect(authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIALOCALTEST\/\d{8}\/eu-west-1\/cognito-idp\/aws4_request/,
    );
  });

  it('can be repeated: a known user gets exactly the roles named', async () => {
    isKnown = true;
    expect((await invite()).staffId).toBe(subject);
    expect(inputsOf('AdminAddUserToGroup').map(({ GroupName }) => GroupName)).toEqual(['auditor']);
    expect(inputsOf('AdminRemoveUserFromGroup').map(({ GroupName }) => GroupName)).toEqual(['support']);
  });

  it('names the address and the person nowhere but in the user pool', async () => {
    await invite();
    const outside = asked.filter(({ operation }) => !operation.startsWith('Admin'));
    expect(JSON.stringify(outside)).not.toMatch(/dewi/);
  });
});
