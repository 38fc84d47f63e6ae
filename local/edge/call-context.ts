import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose call is being handled; known to every permission decision on the way. */
export interface CallContext {
  functionName?: string;
  requestId?: string;
}

/** Carries the context of a call through the engines, which need not know of it. */
export const callContext = new AsyncLocalStorage<CallContext>();
