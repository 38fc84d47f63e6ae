import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  CorsHttpMethod,
  HttpApi,
  HttpStage,
  LogGroupLogDestination,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpUserPoolAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import { StaffPool } from '../constructs/staff-pool.ts';
import { originSecretNameOf } from '../origin-secrets.ts';
import type { Region } from '../regions.ts';

/** Jakarta starts at 2,500 requests a second and a burst of 1,250 for the whole account. */
const throttle = { rateLimit: 1000, burstLimit: 500 };

/** Nothing of the caller and nothing of the path's values: which route, how it ended, how long it took. */
const accessLogFields = {
  requestId: '$context.requestId',
  route: '$context.routeKey',
  status: '$context.status',
  latencyMilliseconds: '$context.responseLatency',
} as const;

/** Characters of a secret that is made up: 62 letters and digits each, more than 256 bits. */
const secretCharacters = 48;

/**
 * The HTTP API that all routes share, the staff user pool whose tokens its staff routes ask for, and the secret that its
 * callers must know: whoever has it is the delivery network.
 */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  readonly staffAuthorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, { region, logKey, secretKey }: { region: Region; logKey: Key; secretKey: Key }) {
    super(scope, 'Api', { stackName: 'sesetoro-api' });
    this.api = new HttpApi(this, 'Api', {
      apiName: 'sesetoro',
      createDefaultStage: false,
      corsPreflight: {
        allowOrigins: [...region.webOrigins],
        allowMethods: [
          CorsHttpMethod.GET,
          CorsHttpMethod.POST,
          CorsHttpMethod.PUT,
          CorsHttpMethod.PATCH,
          CorsHttpMethod.DELETE,
        ],
        allowHeaders: ['authorization', 'content-type', 'idempotency-key'],
        exposeHeaders: ['retry-after'],
        maxAge: Duration.hours(1),
      },
    });
    this.addStage(logKey);
    for (const version of region.originSecrets) this.addOriginSecret(version, secretKey);
    const staff = new StaffPool(this, 'Staff', { webOrigins: region.webOrigins });
    this.staffAuthorizer = new HttpUserPoolAuthorizer('StaffAuthorizer', staff.pool, {
      userPoolClients: [staff.client],
    });
    new CfnOutput(this, 'StaffPoolId', { value: staff.pool.userPoolId });
  }

  private addOriginSecret(version: string, key: Key): void {
    // Not the ready-made construct: it would let the whole account use the key through Secrets Manager.
    const secret = new CfnSecret(this, `OriginSecret${version}`, {
      name: originSecretNameOf(version),
      description: 'Proves to the functions that a request came through the delivery network',
      kmsKeyId: key.keyArn,
      generateSecretString: { passwordLength: secretCharacters, excludePunctuation: true },
    });
    acknowledge(secret, 'origin-secret-rotation');
  }

  private addStage(logKey: Key): void {
    const logGroup = new LogGroup(this, 'AccessLog', {
      retention: RetentionDays.THREE_MONTHS,
      encryptionKey: logKey,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(logGroup),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }
}
