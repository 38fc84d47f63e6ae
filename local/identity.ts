/** The fictitious account in which everything local lives. */
export const localAccount = '000000000000';

/** Who signed a request: a function's role, staff tooling, or the test harness. */
export interface Principal {
  /** Access key id of the signature. */
  accessKeyId: string;
  /** `arn:aws:sts::<account>:assumed-role/<role>/<session>`, or the ARN of the local operator. */
  arn: string;
  /** Name of the role whose policies decide; absent for the local operator, who may do everything. */
  roleName?: string;
}

/** One permission that a request amounts to, as IAM sees it. */
export interface Need {
  /** For example `dynamodb:PutItem`. */
  action: string;
  resource: string;
  /** Condition keys of the request, for example `kms:EncryptionContext:class`. */
  context: Record<string, string | string[] | undefined>;
}

/** Asks whether a principal may do something; throws an access-denied AwsError when not. */
export type Authorize = (principal: Principal | undefined, need: Need) => void;
