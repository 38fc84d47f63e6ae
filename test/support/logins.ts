import type { TestCloud } from './cloud.ts';
import { goodPassword } from './player.ts';

/** User agents as clients send them, with what is kept of each. */
export const userAgents = {
  androidApp: 'sesetoro/2.1 (Linux; Android 14; Pixel 8) okhttp/4.12.0',
  iosSafari:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1',
  chrome:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36',
  firefox: 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
  edge: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.86',
  curl: 'curl/8.5.0',
} as const;

/** From where and with what somebody logs in. */
export interface LoginFrom {
  userAgent?: string;
  deviceId?: string;
  address?: string;
  country?: string;
  city?: string;
  password?: string;
}

/** Logs in from somewhere with something; the kind of device is read from the user agent. */
export function logInFrom(cloud: TestCloud, email: string, from: LoginFrom = {}) {
  const { userAgent = userAgents.chrome, deviceId, address = '198.51.100.10', country = 'ID', city = 'Bandung' } = from;
  const { password = goodPassword } = from;
  const body = { email, password, ...(deviceId === undefined ? {} : { deviceId }) };
  const headers = {
    'user-agent': userAgent,
    'x-local-viewer-address': address,
    'x-local-viewer-country': country,
    'x-local-viewer-city': city,
  };
  return cloud.api('POST /v1/sessions', { body, headers });
}

/** The tokens of all links that deny a login in the mails to an address, oldest first. */
export function denialTokens(cloud: TestCloud, email: string): string[] {
  const texts = cloud.cloud.mail.mails({ to: email }).map(({ text }) => text ?? '');
  return texts.flatMap((text) => /\/login-denial#([\w-]{43})/.exec(text)?.[1] ?? []);
}
