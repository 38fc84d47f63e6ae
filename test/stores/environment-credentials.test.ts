import { afterEach, describe, expect, it, vi } from 'vitest';
import { defaultProvider } from '#stores/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

describe('credentials of the environment', () => {
  it('are read when they are asked for, and not when a client is opened', async () => {
    const provide = defaultProvider();
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAONE');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'one');
    vi.stubEnv('AWS_SESSION_TOKEN', 'token-one');
    await expect(provide()).resolves.toEqual({
      accessKeyId: 'AKIAONE',
      secretAccessKey: 'one',
      sessionToken: 'token-one',
    });
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATWO');
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
    await expect(provide()).resolves.toEqual({ accessKeyId: 'AKIATWO', secretAccessKey: 'one' });
  });

  it.each(['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'])('are refused without %s', async (name) => {
    vi.stubEnv(name, undefined);
    await expect(defaultProvider()()).rejects.toThrow('no credentials');
  });
});
