import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import {
  AccountRecovery,
  FeaturePlan,
  Mfa,
  OAuthScope,
  StandardThreatProtectionMode,
  UserPool,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { acknowledge } from '../checks.ts';
import type { StaffRole } from '../route-row.ts';

/** Every role of staff, with what it is for. Groups of the pool have the same names. */
const staffRoles = {
  support: 'Answers players',
  'kyc-reviewer': 'Decides about identity documents',
  compliance: 'Watches duties of retention and anti-money-laundering law',
  dpo: 'Data-protection officer',
  auditor: 'Reads evidence',
} as const satisfies Record<StaffRole, string>;

/**
 * Who staff are: invited people only, with a second factor always, and access tokens of 10 minutes.
 * Passwords follow NIST SP 800-63B-4: long, without composition rules.
 */
export class StaffPool extends Construct {
  readonly pool: UserPool;
  readonly client: UserPoolClient;

  constructor(scope: Construct, id: string, { webOrigins }: { webOrigins: readonly string[] }) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: {
        minLength: 15,
        requireDigits: false,
        requireLowercase: false,
        requireSymbols: false,
        requireUppercase: false,
        tempPasswordValidity: Duration.days(1),
      },
      accountRecovery: AccountRecovery.NONE,
      featurePlan: FeaturePlan.PLUS,
      standardThreatProtectionMode: StandardThreatProtectionMode.FULL_FUNCTION,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    acknowledge(this.pool, 'staff-password');
    const { account, region } = Stack.of(this);
    this.pool.addDomain('LoginPage', { cognitoDomain: { domainPrefix: `sesetoro-${account}-${region}` } });
    this.client = this.pool.addClient('Console', {
      generateSecret: false,
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID],
        callbackUrls: webOrigins.map((origin) => `${origin}/staff/`),
        logoutUrls: webOrigins.map((origin) => `${origin}/staff/`),
      },
      accessTokenValidity: Duration.minutes(10),
      idTokenValidity: Duration.minutes(10),
      refreshTokenValidity: Duration.hours(8),
      enableTokenRevocation: true,
      preventUserExistenceErrors: true,
    });
    for (const [groupName, description] of Object.entries(staffRoles)) {
      new UserPoolGroup(this, `Group-${groupName}`, { userPool: this.pool, groupName, description });
    }
  }
}
