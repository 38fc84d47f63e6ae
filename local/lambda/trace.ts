/**
 * The trace id under which an invocation's AWS calls travel (`X-Amzn-Trace-Id`), in AWS X-Ray's format:
 * the request id stands in its root, so that it can be read back.
 */
export function traceIdFrom(requestId: string): string {
  const digits = requestId.replaceAll('-', '');
  return `Root=1-${digits.slice(0, 8)}-${digits.slice(8)};Parent=${digits.slice(0, 16)};Sampled=0`;
}

/** The request id of the invocation that a trace id names; undefined for traces of another make. */
export function requestIdFrom(traceId: string | undefined): string | undefined {
  const match = /Root=1-([0-9a-f]{8})-([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})/.exec(traceId ?? '');
  return match?.slice(1).join('-');
}
