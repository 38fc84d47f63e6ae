import { describe, expect, it } from 'vitest';
import { readDistribution } from '#local/cloudfront/read-distribution.ts';
import type { Resource, Stage } from '#local/template/stage.ts';

const all = { CookiesConfig: { CookieBehavior: 'all' }, QueryStringsConfig: { QueryStringBehavior: 'all' } };
const listed = (...Headers: string[]) => ({ HeadersConfig: { HeaderBehavior: 'whitelist', Headers }, ...all });
const behaviour = {
  TargetOriginId: 'api',
  AllowedMethods: ['GET', 'POST'],
  CachePolicyId: 'cache',
  OriginRequestPolicyId: 'request',
  ViewerProtocolPolicy: 'redirect-to-https',
  Compress: false,
};
const origins = [{ Id: 'api', OriginCustomHeaders: [{ HeaderName: 'X-Origin-Secret', HeaderValue: 'value' }] }];

const resource = (type: string, name: string, properties: object): Resource => ({
  stackName: 'one',
  logicalId: name,
  type,
  name,
  properties: properties as Resource['properties'],
});

function read(changes: { behaviour?: object; config?: object; cache?: object; parameters?: object } = {}) {
  const parameters = changes.parameters ?? listed('Authorization');
  const resources = [
    resource('AWS::CloudFront::Distribution', 'main', {
      DistributionConfig: {
        DefaultCacheBehavior: { ...behaviour, ...changes.behaviour },
        Origins: origins,
        ...changes.config,
      },
    }),
    resource('AWS::CloudFront::CachePolicy', 'cache', {
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 0,
        ParametersInCacheKeyAndForwardedToOrigin: parameters,
        ...changes.cache,
      },
    }),
    resource('AWS::CloudFront::OriginRequestPolicy', 'request', { OriginRequestPolicyConfig: listed('User-Agent') }),
  ];
  const stage: Pick<Stage, 'resources'> = {
    resources: (...types) => resources.filter(({ type }) => types.includes(type)),
  };
  return readDistribution(stage as Stage);
}

describe('the settings of a distribution', () => {
  it('are those of both policies and of the origin', () => {
    const settings = read();
    expect(settings).toMatchObject({ methods: ['GET', 'POST'], passesCookies: true, passesQuery: true });
    expect(settings?.customHeaders).toEqual({ 'x-origin-secret': 'value' });
    expect([...(settings?.headers ?? [])]).toEqual(expect.arrayContaining(['authorization', 'user-agent']));
  });

  it('are nothing where the templates declare none', () => {
    expect(readDistribution({ resources: () => [] as Resource[] } as unknown as Stage)).toBeUndefined();
  });

  it.each([
    ['functions at the edge', { behaviour: { FunctionAssociations: [{}] } }, 'FunctionAssociations'],
    ['further behaviours', { config: { CacheBehaviors: [{}] } }, 'one behaviour'],
    ['answers that are kept', { cache: { DefaultTTL: 60 } }, 'keeps no answers'],
    ['a policy that is not there', { behaviour: { CachePolicyId: 'other' } }, 'CachePolicy other'],
    ['an origin that is not there', { behaviour: { TargetOriginId: 'other' } }, 'no origin other'],
    ['all headers', { parameters: { HeadersConfig: { HeaderBehavior: 'allViewer' }, ...all } }, 'allViewer'],
    [
      'listed cookies',
      { parameters: { ...listed(), CookiesConfig: { CookieBehavior: 'whitelist' } } },
      'Cookie behaviour',
    ],
  ])('with %s are refused by name', (_, changes, told) => {
    expect(() => read(changes)).toThrow(told);
  });
});
