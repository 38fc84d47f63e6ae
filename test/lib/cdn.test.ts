import cdkJson from '../../cdk.json' with { type: 'json' };
import { describe, expect, it } from 'vitest';
import { App } from 'aws-cdk-lib';
import { RegionStage } from '#lib/region-stage.ts';
import { localStageName } from '#lib/app.ts';
import { regions, type Region } from '#lib/regions.ts';
import { allStacks, placeholderCode, resourcesOf, type Properties } from './templates.ts';

const configOf = ({ properties }: { properties: Properties }) => properties['DistributionConfig'];
const parametersOf = (policy: Properties) => policy['CachePolicyConfig'].ParametersInCacheKeyAndForwardedToOrigin;
const reference = '{{resolve:secretsmanager:sesetoro-origin-1:SecretString:::}}';

/** Jakarta with other settings: its distribution, functions and secrets. */
function jakartaWith(settings: Partial<Region>) {
  const stage = new RegionStage(new App({ postCliContext: cdkJson.context }), 'Changed', {
    region: { ...regions[0]!, ...settings },
    codeOf: placeholderCode,
  });
  const { stacks } = stage.synth();
  const resources = stacks.flatMap(({ template }) =>
    Object.values<{ Type: string; Properties: Properties }>(template.Resources),
  );
  const of = (type: string) => resources.filter(({ Type }) => Type === type).map(({ Properties }) => Properties);
  return {
    config: configOf({ properties: of('AWS::CloudFront::Distribution')[0]! }),
    secrets: of('AWS::SecretsManager::Secret').map((secret) => secret['Name']),
    settings: of('AWS::Lambda::Function').flatMap((made) => made['Environment'].Variables.ORIGIN_SECRET ?? []),
    outputs: stacks.find(({ stackName }) => stackName === 'sesetoro-cdn')!.template.Outputs,
  };
}

describe('the distribution', () => {
  it('redirects to TLS, speaks HTTP/2 and 3, and reaches its origin by TLS 1.2', () => {
    for (const found of resourcesOf('AWS::CloudFront::Distribution')) {
      const { DefaultCacheBehavior, HttpVersion, Origins } = configOf(found);
      expect([DefaultCacheBehavior.ViewerProtocolPolicy, HttpVersion]).toEqual(['redirect-to-https', 'http2and3']);
      const { OriginProtocolPolicy, OriginSSLProtocols } = Origins[0].CustomOriginConfig;
      expect([OriginProtocolPolicy, OriginSSLProtocols], found.at).toEqual(['https-only', ['TLSv1.2']]);
    }
  });

  it('keeps nothing: no time by default, and no error either', () => {
    for (const { at, properties } of resourcesOf('AWS::CloudFront::CachePolicy')) {
      const { MinTTL, DefaultTTL, MaxTTL } = properties['CachePolicyConfig'];
      expect([MinTTL, DefaultTTL, MaxTTL], at).toEqual([0, 0, 1]);
    }
    for (const found of resourcesOf('AWS::CloudFront::Distribution')) {
      const errors: { ErrorCode: number; ErrorCachingMinTTL: number }[] = configOf(found).CustomErrorResponses;
      expect(errors.map(({ ErrorCode }) => ErrorCode)).toEqual(
        expect.arrayContaining([404, 414, 500, 501, 502, 503, 504]),
      );
      expect(errors.filter(({ ErrorCachingMinTTL }) => ErrorCachingMinTTL !== 0)).toEqual([]);
    }
  });

  it('lets through what functions read, at most ten headers a policy, and no answer is for two people', () => {
    const [cache] = resourcesOf('AWS::CloudFront::CachePolicy', localStageName);
    const [request] = resourcesOf('AWS::CloudFront::OriginRequestPolicy', localStageName);
    const parameters = parametersOf(cache!.properties);
    const beside = request!.properties['OriginRequestPolicyConfig'];
    const lists: string[][] = [parameters.HeadersConfig.Headers, beside.HeadersConfig.Headers];
    for (const headers of lists) expect(headers.length).toBeLessThanOrEqual(10);
    expect(lists.flat().map((name) => name.toLowerCase())).toEqual(
      expect.arrayContaining([
        'authorization',
        'content-type',
        'idempotency-key',
        'user-agent',
        'origin',
        'sec-fetch-site',
        'x-csrf-token',
        'webhook-id',
        'webhook-timestamp',
        'webhook-signature',
        'cloudfront-viewer-address',
        'cloudfront-viewer-country',
        'cloudfront-viewer-city',
        'access-control-request-headers',
        'access-control-request-method',
      ]),
    );
    expect(parameters.CookiesConfig.CookieBehavior).toBe('all');
    expect(parameters.QueryStringsConfig.QueryStringBehavior).toBe('all');
    expect([beside.CookiesConfig.CookieBehavior, beside.QueryStringsConfig.QueryStringBehavior]).toEqual([
      'all',
      'all',
    ]);
  });

  it('writes no log, which would hold addresses in the clear', () => {
    for (const found of resourcesOf('AWS::CloudFront::Distribution')) expect(configOf(found).Logging).toBeUndefined();
  });

  it('answers under its own domain until a certificate is recorded, then under the host of the web origin', () => {
    for (const found of resourcesOf('AWS::CloudFront::Distribution')) {
      expect([configOf(found).Aliases, configOf(found).ViewerCertificate], found.at).toEqual([undefined, undefined]);
    }
    const arn = 'arn:aws:acm:us-east-1:000000000000:certificate/one';
    const { config, outputs } = jakartaWith({ certificateArn: arn });
    expect(config.Aliases).toEqual(['id.sesetoro.example']);
    expect(config.ViewerCertificate).toMatchObject({
      AcmCertificateArn: arn,
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    });
    expect(outputs.ServiceAddress.Value).toBe('https://id.sesetoro.example');
    expect(() => jakartaWith({ certificateArn: arn.replace('us-east-1', 'ap-southeast-3') })).toThrow('us-east-1');
  });
});

describe('the origin secret', () => {
  it('is made up by the service under a key of its own, and stands in no template', () => {
    for (const { at, properties } of resourcesOf('AWS::SecretsManager::Secret')) {
      expect(properties['GenerateSecretString'], at).toEqual({ ExcludePunctuation: true, PasswordLength: 48 });
      expect(properties['KmsKeyId'], at).toBeDefined();
      expect(properties['SecretString'], at).toBeUndefined();
    }
  });

  it('reaches the distribution and every function of a route, whose settings are encrypted', () => {
    for (const found of resourcesOf('AWS::CloudFront::Distribution')) {
      const headers = configOf(found).Origins[0].OriginCustomHeaders;
      expect(headers, found.at).toEqual([{ HeaderName: 'x-origin-secret', HeaderValue: reference }]);
    }
    const functions = resourcesOf('AWS::Lambda::Function');
    const knowing = functions.filter(
      ({ properties }) => properties['Environment'].Variables.ORIGIN_SECRET !== undefined,
    );
    const routed = functions.filter(({ properties }) => properties['Environment'].Variables.ROUTE_CALLER !== undefined);
    expect(knowing.map(({ at }) => at)).toEqual(routed.map(({ at }) => at));
    for (const { at, properties } of knowing) {
      expect(properties['Environment'].Variables.ORIGIN_SECRET, at).toBe(reference);
      expect(properties['KmsKeyArn'], at).toBeDefined();
    }
  });

  it('changes without a moment in which nobody is let in: both are accepted, the first is sent', () => {
    const { config, secrets, settings } = jakartaWith({ originSecrets: ['2027', '1'] });
    const [next, last] = [reference.replace('origin-1', 'origin-2027'), reference];
    expect(secrets).toEqual(['sesetoro-origin-2027', 'sesetoro-origin-1']);
    expect(config.Origins[0].OriginCustomHeaders[0].HeaderValue).toBe(next);
    expect(new Set(settings)).toEqual(new Set([`${next},${last}`]));
  });

  it('may be read by no function: it is handed over when it is deployed', () => {
    const text = JSON.stringify(allStacks().map(({ template }) => template));
    expect(text).not.toContain('secretsmanager:GetSecretValue');
  });
});
