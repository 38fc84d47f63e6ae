import type { Members } from '../json-members.ts';
import type { Keys } from './keys.ts';

/** One operation: from the request's JSON to the answer's. Throws AwsError. */
export type Operation = (keys: Keys, input: Members) => Record<string, unknown>;
