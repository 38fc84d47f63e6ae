import { notImplemented } from '../aws-error.ts';

interface MailRoute {
  method: string;
  path: RegExp;
  operation: string;
  /** Name of the input member that stands in the path. */
  pathMember?: string;
}

const routes: readonly MailRoute[] = [
  { method: 'POST', path: /^\/v2\/email\/outbound-emails$/, operation: 'SendEmail' },
  { method: 'PUT', path: /^\/v2\/email\/suppression\/addresses$/, operation: 'PutSuppressedDestination' },
  {
    method: 'GET',
    path: /^\/v2\/email\/suppression\/addresses\/([^/]+)$/,
    operation: 'GetSuppressedDestination',
    pathMember: 'EmailAddress',
  },
  {
    method: 'DELETE',
    path: /^\/v2\/email\/suppression\/addresses\/([^/]+)$/,
    operation: 'DeleteSuppressedDestination',
    pathMember: 'EmailAddress',
  },
];

/** The operation of SES v2 that a REST request stands for, with what its path says. Throws NotImplemented. */
export function mailOperation(method: string, path: string): { operation: string; members: Record<string, string> } {
  for (const route of routes) {
    const match = route.path.exec(path);
    if (match === null || route.method !== method) continue;
    const { operation, pathMember } = route;
    const members = pathMember === undefined ? {} : { [pathMember]: decodeURIComponent(match[1] ?? '') };
    return { operation, members };
  }
  throw notImplemented(`ses ${method} ${path}`);
}
