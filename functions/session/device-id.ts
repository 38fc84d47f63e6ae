import type { Browser } from '#functions/edge/cookies.ts';
import type { TokenTransport } from './answer-tokens.ts';
import { deviceIdSchema } from './contract.ts';

/** The name of its device that a browser keeps in a cookie; one that somebody meddled with names no device. */
export function deviceIdOf({ deviceCookie }: Browser, transport: TokenTransport): string | undefined {
  return transport === 'cookie' ? deviceIdSchema.optional().safeParse(deviceCookie).data : undefined;
}
