import { describe, expect, it } from 'vitest';
import { deployCommand } from '#tools/deploy/deploy-command.ts';
import { readPublishing } from '#tools/deploy/publishing.ts';
import { readDeployment } from '#tools/deploy/read-deployment.ts';

describe('npm run deploy', () => {
  it('deploys every stack inside the stage of one region, and asks before permissions widen', () => {
    const deployment = readDeployment(['eu-west-1']);
    expect(deployment).toEqual({ region: 'eu-west-1', isDry: false, isUnattended: false });
    expect(deployCommand(deployment).join(' ')).toBe(
      'cdk deploy eu-west-1/** --require-approval broadening --outputs-file cdk.out/outputs-eu-west-1.json',
    );
  });

  it('does not ask when nobody is there to answer', () => {
    expect(deployCommand(readDeployment(['ap-southeast-3', '--yes']))).toContain('never');
  });

  it.each([
    [['mars-1'], 'mars-1 is no region of this product'],
    [['Local'], 'Local is no region of this product'],
    [[], 'Say which region'],
    [['eu-west-1', 'ap-southeast-1'], 'One region at a time'],
    [['eu-west-1', '--force'], '--force'],
  ])('refuses %j with a reason and the usage', (args, reason) => {
    expect(() => readDeployment(args)).toThrow(reason);
    expect(() => readDeployment(args)).toThrow('Regions: ap-southeast-3, ap-southeast-1, eu-west-1');
  });

  it('tells the DKIM records in their order and the address of the API', () => {
    const outputs = {
      'sesetoro-mail': { DkimRecord2: 'b CNAME 2', DkimRecord1: 'a CNAME 1', DkimRecord3: 'c CNAME 3' },
      'sesetoro-api': { ApiEndpoint: 'https://abc.execute-api.example', StaffPoolId: 'pool' },
      'sesetoro-cdn': { CdnDomain: 'd1.cloudfront.example', ServiceAddress: 'https://web.example' },
    };
    expect(readPublishing(outputs)).toEqual({
      dkimRecords: ['a CNAME 1', 'b CNAME 2', 'c CNAME 3'],
      apiAddress: 'https://web.example',
      cdnDomain: 'd1.cloudfront.example',
    });
  });

  it('names no further record where the service answers under the domain of the network', () => {
    const outputs = { 'sesetoro-cdn': { CdnDomain: 'd1.example', ServiceAddress: 'https://d1.example' } };
    expect(readPublishing(outputs)).toEqual({ dkimRecords: [], apiAddress: 'https://d1.example' });
  });
});
