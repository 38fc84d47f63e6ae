import { beforeAll, describe, expect, it } from 'vitest';
import { newId, newSecret } from '#stores/ids.ts';
import {
  accessTokenOf,
  hashOfSecret,
  isSecretOf,
  readAccessToken,
  readRefreshToken,
  refreshTokenOf,
} from '#stores/session-tokens.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';

beforeAll(async () => {
  await openHandlerServices();
});

const playerId = newId();
const sessionId = playerId + newId();
const [secret, familySecret] = [newSecret(), newSecret()];

describe('a token', () => {
  it('of either kind is read as it was written', () => {
    expect(readAccessToken(accessTokenOf(sessionId, secret))).toEqual({ playerId, sessionId, secret });
    expect(readRefreshToken(refreshTokenOf(sessionId, familySecret, secret))).toEqual({
      playerId,
      sessionId,
      familySecret,
      secret,
    });
  });

  it('of one kind never passes for the other', () => {
    expect(readAccessToken(refreshTokenOf(sessionId, familySecret, secret))).toBeUndefined();
    expect(readRefreshToken(accessTokenOf(sessionId, secret))).toBeUndefined();
  });

  it.each([
    ['of another region', (token: string) => token.replace('ap-southeast-3', 'eu-west-1')],
    ['without its last character', (token: string) => token.slice(0, -1)],
    ['with one character more', (token: string) => `${token}A`],
    ['with a line break after it', (token: string) => `${token}\n`],
    ['in capitals', (token: string) => token.toUpperCase()],
    ['without region', (token: string) => token.slice(token.indexOf('.'))],
    ['that is empty', () => ''],
  ])('%s is not read', (_, spoil) => {
    expect(readAccessToken(spoil(accessTokenOf(sessionId, secret)))).toBeUndefined();
    expect(readRefreshToken(spoil(refreshTokenOf(sessionId, familySecret, secret)))).toBeUndefined();
  });

  it('is proven by its secret alone', () => {
    expect(isSecretOf(hashOfSecret(secret), secret)).toBe(true);
    expect(isSecretOf(hashOfSecret(secret), familySecret)).toBe(false);
  });
});
