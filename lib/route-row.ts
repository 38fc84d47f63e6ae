import type { Needs } from './needs.ts';

/** Who calls a route; the edge reads it from `ROUTE_CALLER` and refuses if it is absent. */
export type CallerKind = 'public' | 'player' | 'staff' | 'webhook';

/** Group of the staff user pool. */
export type StaffRole = 'support' | 'kyc-reviewer' | 'compliance' | 'dpo' | 'auditor';

/** One route of the HTTP API: the only place that says who may call it and what its function may touch. */
export interface RouteRow {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'ANY';
  /** With `{parameters}`; `$default` with method ANY answers what no other route takes. */
  path: string;
  /** Module that exports `handler`, without extension: `functions/<noun>/<verb>`. */
  entry: string;
  caller: CallerKind;
  /** Roles of which a member of staff needs one. Only with caller `staff`. */
  roles?: readonly StaffRole[];
  /** Whether the player must have proved lately who they are (`POST /v1/me/step-ups`). Only with caller `player`. */
  stepUp?: true;
  /**
   * Whether a player whose consent to a new version of the policy is due may call it: seeing and copying their data,
   * ending sessions, taking their money, leaving, and the consent itself. Only with caller `player`.
   */
  worksWithoutConsent?: true;
  /** What the function may touch; what the edge itself needs to know the caller is added. */
  needs: Needs;
  /** One sentence that the alarm says: what a person loses when this fails. */
  errorImpact: string;
  /** Coded log events that alarm by themselves, with the sentence of each alarm. */
  alarmsOn?: Readonly<Record<string, string>>;
  /** One argon2id hash takes a vCPU: such functions get one, and a bound on how many run at once. */
  hashesPasswords?: true;
  /** Default 512. */
  memoryMegabytes?: number;
  /** Default 10; the gateway gives up after 30. */
  timeoutSeconds?: number;
}
