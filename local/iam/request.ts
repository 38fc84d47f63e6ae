/** Condition keys of a request, by name. Names compare without regard to case. */
export type RequestContext = Readonly<Record<string, string | readonly string[] | undefined>>;

/** One permission that is asked for. */
export interface PermissionRequest {
  /** ARN of the caller, `anonymous`, or a service's name such as `events.amazonaws.com`. */
  principalArn: string;
  /** The account of caller and resource alike. */
  account: string;
  /** Whether the caller is an AWS service. */
  isService?: boolean;
  action: string;
  resource: string;
  context: RequestContext;
}

/** The values of a condition key; undefined when the request does not have it. */
export function contextValues(context: RequestContext, key: string): readonly string[] | undefined {
  const name = key in context ? key : Object.keys(context).find((known) => known.toLowerCase() === key.toLowerCase());
  const value = name === undefined ? undefined : context[name];
  if (value === undefined) return undefined;
  return typeof value === 'string' ? [value] : value;
}
