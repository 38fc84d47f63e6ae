import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { createHash } from 'node:crypto';
import { expectCallerKind } from './caller.ts';
import { refuseDirectCall } from './origin.ts';
import { answerHeaders } from './problem.ts';
import type { HttpHandler } from './http.ts';

/** A page of one file: no request of it leaves its own origin. */
export interface Page {
  title: string;
  /** Language of the markup, BCP 47. */
  language: string;
  style: string;
  script: string;
  body: string;
}

/** Serves a static page whose content security policy allows exactly its own style and script, by hash. */
export function pageHandler(page: Page): HttpHandler {
  let response: APIGatewayProxyStructuredResultV2 | undefined;
  return (event) => {
    const direct = refuseDirectCall(event);
    if (direct !== undefined) return Promise.resolve(direct);
    expectCallerKind('public');
    response ??= render(page);
    return Promise.resolve(response);
  };
}

function render({ title, language, style, script, body }: Page): APIGatewayProxyStructuredResultV2 {
  const policy = [
    "default-src 'none'",
    `script-src ${sourceHash(script)}`,
    `style-src ${sourceHash(style)}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
  return {
    statusCode: 200,
    headers: {
      ...answerHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'referrer-policy': 'no-referrer',
    },
    body: `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
${body}
<script>${script}</script>
</body>
</html>
`,
  };
}

const sourceHash = (source: string) => `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
