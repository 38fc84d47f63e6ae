import { SecretValue } from 'aws-cdk-lib';

/** Name in Secrets Manager of one origin secret. */
export const originSecretNameOf = (version: string): string => `sesetoro-origin-${version}`;

/**
 * What stands in templates for a secret: CloudFormation puts the value in when it deploys, so that it is in no template.
 * By name and not by ARN: a secret that another stack still refers to could never be taken away.
 */
export const originSecretReference = (version: string): string =>
  SecretValue.secretsManager(originSecretNameOf(version)).unsafeUnwrap();
