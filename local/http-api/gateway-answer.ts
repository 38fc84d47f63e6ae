/** An answer of the gateway, ready for the wire. */
export interface GatewayAnswer {
  status: number;
  headers: Readonly<Record<string, string | readonly string[]>>;
  body: Buffer | string;
  /** Why the gateway answered by itself, for the access log. */
  errorMessage?: string;
}

/** An answer that the gateway gives without the function: `{"message":"Not Found"}` and its kind. */
export function ownAnswer(
  status: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): GatewayAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ message }),
    errorMessage: message,
  };
}

/** The gateway's own answers, by what went wrong. */
export const ownAnswers = {
  badRequest: () => ownAnswer(400, 'Bad Request'),
  unauthorized: (challenge: string) => ownAnswer(401, 'Unauthorized', { 'www-authenticate': challenge }),
  forbidden: () => ownAnswer(403, 'Forbidden'),
  notFound: () => ownAnswer(404, 'Not Found'),
  tooLarge: () => ownAnswer(413, 'Request Entity Too Large'),
  tooMany: () => ownAnswer(429, 'Too Many Requests'),
  defect: () => ownAnswer(500, 'Internal Server Error'),
  unavailable: () => ownAnswer(503, 'Service Unavailable'),
} as const;
