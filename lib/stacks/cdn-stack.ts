import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  CacheCookieBehavior,
  CacheHeaderBehavior,
  CachePolicy,
  CacheQueryStringBehavior,
  Distribution,
  HttpVersion,
  OriginProtocolPolicy,
  OriginRequestCookieBehavior,
  OriginRequestHeaderBehavior,
  OriginRequestPolicy,
  OriginRequestQueryStringBehavior,
  OriginSslPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
  type DistributionProps,
  type ErrorResponse,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import { originSecretReference } from '../origin-secrets.ts';
import type { Region } from '../regions.ts';

/**
 * Headers that reach the functions. A policy takes ten (CloudFront quotas, "Headers per cache policy" and "Headers per
 * origin request policy"), and `Authorization` is let through by a cache policy only: what preflights and forged requests
 * are told by goes with it. Nothing is kept, so that it does not matter what the key is made of.
 */
const headersInKey = [
  'authorization',
  'origin',
  'access-control-request-headers',
  'access-control-request-method',
  'x-csrf-token',
];
const headersBeside = [
  'content-type',
  'idempotency-key',
  'user-agent',
  'sec-fetch-site',
  'webhook-id',
  'webhook-timestamp',
  'webhook-signature',
  'CloudFront-Viewer-Address',
  'CloudFront-Viewer-Country',
  'CloudFront-Viewer-City',
];

/** CloudFront keeps errors for ten seconds unless it is told otherwise, whatever the answer says. */
const errorsNotKept: ErrorResponse[] = [400, 403, 404, 405, 414, 500, 501, 502, 503, 504].map((httpStatus) => ({
  httpStatus,
  ttl: Duration.seconds(0),
}));

/** What the distribution stands in front of. */
export interface CdnStackSettings {
  region: Region;
  api: HttpApi;
}

/** One host for web and API: the distribution in front of the HTTP API, which takes calls from nobody else. */
export class CdnStack extends Stack {
  constructor(scope: Construct, { region, api }: CdnStackSettings) {
    super(scope, 'Cdn', { stackName: 'sesetoro-cdn' });
    const distribution = new Distribution(this, 'Distribution', {
      comment: `sesetoro ${region.region}`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      enableLogging: false,
      errorResponses: errorsNotKept,
      ...this.host(region),
      defaultBehavior: {
        origin: new HttpOrigin(`${api.apiId}.execute-api.${this.region}.${this.urlSuffix}`, {
          originId: 'api',
          protocolPolicy: OriginProtocolPolicy.HTTPS_ONLY,
          originSslProtocols: [OriginSslPolicy.TLS_V1_2],
          customHeaders: { 'x-origin-secret': originSecretReference(region.originSecrets[0]) },
        }),
        allowedMethods: AllowedMethods.ALLOW_ALL,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        compress: false,
        cachePolicy: this.cachePolicy(region),
        originRequestPolicy: this.originRequestPolicy(region),
      },
    });
    acknowledge(distribution, 'cdn-web-firewall');
    acknowledge(distribution, 'cdn-access-log');
    acknowledge(distribution, 'cdn-geography');
    if (region.certificateArn === null) acknowledge(distribution, 'cdn-default-certificate');
    new CfnOutput(this, 'CdnDomain', { value: distribution.distributionDomainName });
    new CfnOutput(this, 'ServiceAddress', { value: this.addressOf(region, distribution) });
  }

  /** Without a certificate the distribution answers under its own domain, by CloudFront's certificate. */
  private host({ region, certificateArn, webOrigins }: Region): Partial<DistributionProps> {
    if (certificateArn === null) return {};
    if (!certificateArn.startsWith('arn:aws:acm:us-east-1:')) {
      throw new Error(`The certificate of ${region} must be in us-east-1: CloudFront takes no other`);
    }
    return {
      domainNames: [new URL(webOrigins[0]).hostname],
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  private addressOf({ certificateArn, webOrigins }: Region, distribution: Distribution): string {
    return certificateArn === null ? `https://${distribution.distributionDomainName}` : webOrigins[0];
  }

  private cachePolicy({ region }: Region): CachePolicy {
    return new CachePolicy(this, 'NothingKept', {
      cachePolicyName: `sesetoro-${region}`,
      comment: 'Lets Authorization through; every answer says no-store',
      minTtl: Duration.seconds(0),
      defaultTtl: Duration.seconds(0),
      maxTtl: Duration.seconds(1),
      headerBehavior: CacheHeaderBehavior.allowList(...headersInKey),
      cookieBehavior: CacheCookieBehavior.all(),
      queryStringBehavior: CacheQueryStringBehavior.all(),
    });
  }

  private originRequestPolicy({ region }: Region): OriginRequestPolicy {
    return new OriginRequestPolicy(this, 'WhatFunctionsRead', {
      originRequestPolicyName: `sesetoro-${region}`,
      comment: 'What functions read, and where the request comes from',
      headerBehavior: OriginRequestHeaderBehavior.allowList(...headersBeside),
      cookieBehavior: OriginRequestCookieBehavior.all(),
      queryStringBehavior: OriginRequestQueryStringBehavior.all(),
    });
  }
}
