import { describe, expect, it } from 'vitest';
import { stages } from '#lib/app.ts';
import { routes } from '#lib/routes.ts';
import { resourcesOf, sorted } from './templates.ts';

const keyOf = ({ method, path }: { method: string; path: string }) =>
  path === '$default' ? path : `${method} ${path}`;

describe('routes of the API', () => {
  it.each(Object.keys(stages))('in %s are those of the table', (stage) => {
    const declared = resourcesOf('AWS::ApiGatewayV2::Route', stage).map(({ properties }) => properties['RouteKey']);
    expect(sorted(declared)).toEqual(sorted(routes.map(keyOf)));
  });

  it('ask for a token of the staff pool if staff call them, and leave every other caller to the function', () => {
    const byKey = new Map(routes.map((row) => [keyOf(row), row]));
    for (const { at, properties } of resourcesOf('AWS::ApiGatewayV2::Route')) {
      const isStaff = byKey.get(properties['RouteKey'])?.caller === 'staff';
      expect(properties['AuthorizationType'], at).toBe(isStaff ? 'JWT' : 'NONE');
      expect(properties['AuthorizerId'] !== undefined, at).toBe(isStaff);
    }
  });

  it('of staff stand below /v1/staff/ and those of players below /v1/me, and name roles only for staff', () => {
    for (const { path, caller, roles } of routes) {
      expect(path.startsWith('/v1/staff/'), path).toBe(caller === 'staff');
      expect(path === '/v1/me' || path.startsWith('/v1/me/'), path).toBe(caller === 'player');
      expect((roles?.length ?? 0) > 0, path).toBe(caller === 'staff');
    }
  });
});

describe('the API', () => {
  it('throttles below what the account in Jakarta starts with', () => {
    for (const { at, properties } of resourcesOf('AWS::ApiGatewayV2::Stage')) {
      expect(properties['DefaultRouteSettings'], at).toMatchObject({
        ThrottlingRateLimit: 1000,
        ThrottlingBurstLimit: 500,
      });
    }
  });

  it('logs of a request its id, route, status and latency, and nothing of the caller', () => {
    for (const { at, properties } of resourcesOf('AWS::ApiGatewayV2::Stage')) {
      expect(JSON.parse(properties['AccessLogSettings'].Format), at).toEqual({
        requestId: '$context.requestId',
        route: '$context.routeKey',
        status: '$context.status',
        latencyMilliseconds: '$context.responseLatency',
      });
    }
  });

  it('takes browsers from the origins of its region only, and no credentials of theirs', () => {
    for (const { at, stage, properties } of resourcesOf('AWS::ApiGatewayV2::Api')) {
      expect(properties['CorsConfiguration'].AllowOrigins, at).toEqual(stages[stage]!.webOrigins);
      expect(properties['CorsConfiguration'].AllowCredentials, at).toBeUndefined();
    }
  });
});

describe('staff', () => {
  it('are invited, have a second factor always, and passwords of at least 15 characters', () => {
    for (const { at, properties } of resourcesOf('AWS::Cognito::UserPool')) {
      expect(properties['MfaConfiguration'], at).toBe('ON');
      expect(properties['EnabledMfas'], at).toEqual(['SOFTWARE_TOKEN_MFA']);
      expect(properties['AdminCreateUserConfig'], at).toEqual({ AllowAdminCreateUserOnly: true });
      expect(properties['Policies'].PasswordPolicy.MinimumLength, at).toBe(15);
      expect(properties['UserPoolAddOns'], at).toEqual({ AdvancedSecurityMode: 'ENFORCED' });
    }
  });

  it('have access tokens of ten minutes, made for the API of their own stage', () => {
    for (const { at, properties } of resourcesOf('AWS::Cognito::UserPoolClient')) {
      expect([properties['AccessTokenValidity'], properties['TokenValidityUnits'].AccessToken], at).toEqual([
        10,
        'minutes',
      ]);
      expect(properties['GenerateSecret'], at).toBe(false);
      expect(properties['AllowedOAuthFlows'], at).toEqual(['code']);
    }
    for (const { at, stage, properties } of resourcesOf('AWS::ApiGatewayV2::Authorizer')) {
      expect(properties['JwtConfiguration'].Audience, at).toHaveLength(1);
      expect(JSON.stringify(properties['JwtConfiguration'].Issuer), at).toContain(stages[stage]!.region);
    }
  });

  it('belong to five groups', () => {
    const groups = resourcesOf('AWS::Cognito::UserPoolGroup', 'Local').map(({ properties }) => properties['GroupName']);
    expect(sorted(groups)).toEqual(['auditor', 'compliance', 'dpo', 'kyc-reviewer', 'support']);
  });
});
