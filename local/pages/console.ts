import fs from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import path from 'node:path';
import { AwsError } from '../aws-error.ts';
import type { Cloud } from '../running-cloud.ts';
import { readBody } from '../http-api/read-body.ts';
import { controls } from './controls.ts';
import type { Control } from './controls.ts';
import { inboxPage, mailContent, mailPage } from './inbox.ts';
import { fetchDocument, referencePage } from './reference.ts';
import { logPage, statusPage } from './status.ts';

interface Shown {
  type: string;
  content: string;
  /** Replaces the console's own content security policy. */
  policy?: string;
}

interface Page {
  path: RegExp;
  show: (
    cloud: Cloud,
    found: readonly string[],
    query: URLSearchParams,
  ) => Promise<string | undefined> | string | undefined;
  type?: string;
  policy?: string;
}

const bodyBytesMax = 1024 * 1024;
/** Mails may style themselves and show what they embed, and nothing else: no script, nothing fetched. */
const mailPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups";
const ownPolicy = "default-src 'self'";
const styles = path.join(import.meta.dirname, 'style.css');

const pages: readonly Page[] = [
  { path: /^\/$/, show: (cloud) => statusPage(cloud) },
  { path: /^\/inbox$/, show: (...[cloud, , query]) => inboxPage(cloud, query.get('to') ?? undefined) },
  { path: /^\/inbox\/([^/]+)$/, show: (cloud, [id = '']) => mailPage(cloud, id) },
  { path: /^\/inbox\/([^/]+)\/html$/, show: (cloud, [id = '']) => mailContent(cloud, id), policy: mailPolicy },
  { path: /^\/logs\/([^/]+)$/, show: (cloud, [name = '']) => logPage(cloud, name) },
  { path: /^\/reference$/, show: async (cloud) => referencePage(await fetchDocument(cloud.apiAddress)) },
  { path: /^\/style\.css$/, show: () => fs.readFileSync(styles, 'utf8'), type: 'text/css; charset=utf-8' },
];

function decodeAll(match: RegExpExecArray): string[] {
  return match.slice(1).map((part) => decodeURIComponent(part));
}

async function findPage(cloud: Cloud, url: URL): Promise<Shown | undefined> {
  for (const { path: pattern, show, type = 'text/html; charset=utf-8', policy } of pages) {
    const match = pattern.exec(url.pathname);
    if (match === null) continue;
    const content = await show(cloud, decodeAll(match), url.searchParams);
    return content === undefined ? undefined : { type, content, ...(policy !== undefined && { policy }) };
  }
  return undefined;
}

/** A web page of another origin cannot send this media type without asking first, and nobody answers that question. */
function requireJson({ headers, method }: IncomingMessage): void {
  if (method === 'POST' && !(headers['content-type'] ?? '').startsWith('application/json')) {
    throw new AwsError('UnsupportedMediaType', 'Send application/json', { status: 415 });
  }
}

function parseBody(body: Buffer | undefined): unknown {
  if (body === undefined) throw new AwsError('RequestEntityTooLarge', 'The body is too large', { status: 413 });
  try {
    return body.length === 0 ? undefined : JSON.parse(body.toString('utf8'));
  } catch {
    throw new AwsError('ValidationException', 'The body should be JSON');
  }
}

async function performControl(cloud: Cloud, url: URL, incoming: IncomingMessage): Promise<Shown | undefined> {
  const fits = ({ method, path: pattern }: Control) => method === incoming.method && pattern.test(url.pathname);
  const control = controls.find(fits);
  const match = control?.path.exec(url.pathname);
  if (control === undefined || match === undefined || match === null) return undefined;
  requireJson(incoming);
  const body = parseBody(await readBody(incoming, bodyBytesMax));
  const answer = await control.act({ cloud, found: decodeAll(match), query: url.searchParams, body });
  return { type: 'application/json', content: JSON.stringify(answer) };
}

function send(response: ServerResponse, status: number, { type, content, policy }: Shown): void {
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': policy ?? ownPolicy,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  });
  response.end(content);
}

async function answer(cloud: Cloud, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(incoming.url ?? '/', cloud.consoleAddress);
  const isRead = incoming.method === 'GET';
  const shown = (await performControl(cloud, url, incoming)) ?? (isRead ? await findPage(cloud, url) : undefined);
  if (shown === undefined) send(response, 404, { type: 'application/json', content: '{"message":"Not Found"}' });
  else send(response, 200, shown);
}

function statusOf(error: unknown): number {
  if (error instanceof AwsError) return error.status;
  return error instanceof TypeError || error instanceof RangeError || error instanceof URIError ? 400 : 500;
}

/** Answers the console: pages for people, control endpoints for tools. */
export function consoleListener(cloud: Cloud): RequestListener {
  return (incoming, response) => {
    answer(cloud, incoming, response).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : 'The local cloud failed';
      send(response, statusOf(error), { type: 'application/json', content: JSON.stringify({ message }) });
    });
  };
}
