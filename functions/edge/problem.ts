import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Refused } from '#domain/decision.ts';
import { problemTitles, type ProblemSlug } from '#domain/problem.ts';

/** The HTTP status of every problem: this registry is the only owner of status codes of refusals. */
export const problemStatuses = {
  'authentication-required': 401,
  'body-too-large': 413,
  'breach-author-approving': 409,
  'breach-list-building': 409,
  'breach-notice-changed': 409,
  'breach-state-refused': 409,
  'closure-blocked': 409,
  'consent-text-outdated': 409,
  'closure-not-undoable': 409,
  'credentials-refused': 401,
  'consent-required': 403,
  'csrf-refused': 403,
  'denial-refused': 403,
  'deposit-amount-refused': 422,
  'deposit-limit-before-proof': 403,
  'deposit-method-closed': 422,
  'direct-call-refused': 403,
  'document-slots-used-up': 429,
  'email-change-refused': 403,
  'export-held': 403,
  'export-not-ready': 409,
  'export-running': 409,
  'factor-removal-author-deciding': 409,
  'factor-removal-open': 409,
  'factor-removal-state-refused': 409,
  'factor-removal-stop-refused': 403,
  'factor-removal-too-early': 409,
  forbidden: 403,
  'idempotency-key-missing': 400,
  'idempotency-key-reused': 422,
  'jurisdiction-closed': 403,
  'malformed-json': 400,
  'media-type-unsupported': 415,
  'method-not-allowed': 405,
  'not-found': 404,
  'notice-outdated': 409,
  'own-account': 403,
  'passkey-refused': 422,
  'passkeys-used-up': 409,
  'password-refused': 422,
  'request-extension-refused': 409,
  'request-state-refused': 409,
  'reset-refused': 403,
  'phone-unchanged': 409,
  'reversion-refused': 403,
  'policy-acknowledgement-not-due': 409,
  'policy-author-approving': 409,
  'policy-change-material': 409,
  'policy-consent-not-asked': 409,
  'policy-state-refused': 409,
  'policy-unchanged': 409,
  'policy-version-changed': 409,
  'review-claim-needed': 409,
  'review-claimed': 409,
  'review-incomplete': 409,
  'review-second-person-needed': 409,
  'review-state-refused': 409,
  'review-too-large': 409,
  'second-factor-already-on': 409,
  'second-factor-needed': 403,
  'second-factor-off': 409,
  'second-factor-refused': 403,
  'sms-code-refused': 403,
  'sms-unavailable': 422,
  'state-changed': 409,
  'step-up-needed': 403,
  'too-many-attempts': 429,
  'too-many-views': 429,
  'transfer-consent-needed': 422,
  'transfer-consent-not-asked': 422,
  'under-age': 403,
  'validation-failed': 400,
  'verification-refused': 403,
  'webhook-refused': 401,
} as const satisfies Record<ProblemSlug, number>;

/** Where a problem's `type` leads: the page `docs/problems.md` of the operator's documentation. */
const problemBase = 'https://sesetoro.example/problems/';

/** Headers of every answer: nothing that names a person may be stored on the way (ASVS 5.0, 14.3.2). */
export const answerHeaders = {
  'cache-control': 'no-store',
  'strict-transport-security': 'max-age=63072000; includeSubDomains',
  'x-content-type-options': 'nosniff',
} as const;

/** Renders a refusal as `application/problem+json` (RFC 9457). */
export function renderRefusal(refusal: Refused, requestId: string): APIGatewayProxyStructuredResultV2 {
  const status = problemStatuses[refusal.problem];
  return renderProblem(status, refusal.retryAfterSeconds, {
    type: problemBase + refusal.problem,
    title: problemTitles[refusal.problem],
    status,
    detail: refusal.detail,
    instance: `urn:request:${requestId}`,
    errors: refusal.errors,
  });
}

/** Renders what is not the caller's fault: no detail, since a detail would describe our insides. */
export function renderFault(
  fault: { status: 500 | 503; retryAfterSeconds?: number },
  requestId: string,
): APIGatewayProxyStructuredResultV2 {
  const title = fault.status === 503 ? 'The service is busy; try again shortly' : 'Something went wrong on our side';
  return renderProblem(fault.status, fault.retryAfterSeconds, {
    type: 'about:blank',
    title,
    status: fault.status,
    instance: `urn:request:${requestId}`,
  });
}

function renderProblem(
  statusCode: number,
  retryAfterSeconds: number | undefined,
  body: Record<string, unknown>,
): APIGatewayProxyStructuredResultV2 {
  const retry: Record<string, string> =
    retryAfterSeconds === undefined ? {} : { 'retry-after': String(Math.ceil(retryAfterSeconds)) };
  return {
    statusCode,
    headers: { ...answerHeaders, ...retry, 'content-type': 'application/problem+json' },
    body: JSON.stringify(body),
  };
}
