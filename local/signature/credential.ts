import type { Principal } from '#local/identity.ts';

/** What the cloud knows of an access key: its secret, the session token that must come with it, and who it stands for. */
export interface Credential {
  secretAccessKey: string;
  /** When set, a request must carry exactly this token. */
  sessionToken?: string;
  principal: Principal;
}

/** Finds the credential of an access key id; undefined when the key is unknown. */
export type CredentialOf = (accessKeyId: string) => Credential | undefined;
