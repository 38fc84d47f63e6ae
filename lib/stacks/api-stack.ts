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
import type { Construct } from 'constructs';
import { StaffPool } from '../constructs/staff-pool.ts';
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

/** The HTTP API that all routes share, and the staff user pool whose tokens its staff routes ask for. */
export class ApiStack extends Stack {
  readonly api: HttpApi;
  readonly staffAuthorizer: IHttpRouteAuthorizer;

  constructor(scope: Construct, { region, logKey }: { region: Region; logKey: Key }) {
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
    const staff = new StaffPool(this, 'Staff', { webOrigins: region.webOrigins });
    this.staffAuthorizer = new HttpUserPoolAuthorizer('StaffAuthorizer', staff.pool, {
      userPoolClients: [staff.client],
    });
    new CfnOutput(this, 'ApiAddress', { value: this.api.apiEndpoint });
    new CfnOutput(this, 'StaffPoolId', { value: staff.pool.userPoolId });
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
