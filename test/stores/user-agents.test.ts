import { describe, expect, it } from 'vitest';
import { readUserAgent } from '#stores/user-agents.ts';

describe('a user agent', () => {
  it.each([
    ['sesetoro/2.1 (Linux; Android 14; Pixel 8) okhttp/4.12.0', 'android-app', 'Android 14', undefined],
    [
      'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36',
      'android-browser',
      'Android 14',
      'Chrome 120.0.0.0',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1',
      'ios-browser',
      'iOS 17.2',
      'Safari 17.2',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0', 'desktop', 'Linux', 'Firefox 141.0'],
    ['curl/8.5.0', 'other', undefined, undefined],
    ['', 'other', undefined, undefined],
    ['x'.repeat(5000), 'other', undefined, undefined],
    ['visit evil.example/1.0 now', 'other', undefined, undefined],
  ] as const)('%s says no more than kind, system and browser', async (...[text, deviceKind, system, browser]) => {
    expect(await readUserAgent(text)).toEqual({ deviceKind, system, browser });
  });
});
