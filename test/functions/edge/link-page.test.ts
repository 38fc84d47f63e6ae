import vm from 'node:vm';
import { describe, expect, it } from 'vitest';
import type { Page } from '#functions/edge/page.ts';
import { unsubscribePage } from '#functions/consent/unsubscribe-page.ts';
import { phoneReversionPage } from '#functions/player/phone-reversion-page.ts';
import { verificationPage } from '#functions/player/verification-page.ts';
import { emailChangePage } from '#functions/recovery/email-change-page.ts';
import { factorRemovalPage } from '#functions/recovery/factor-removal-page.ts';
import { resetPage } from '#functions/recovery/reset-page.ts';
import { reversionPage } from '#functions/recovery/reversion-page.ts';
import { denialPage } from '#functions/session/denial-page.ts';

interface FakeElement {
  textContent: string;
  value: string;
  hidden: boolean;
  disabled: boolean;
  dataset: Record<string, string>;
  addEventListener: (event: string, listener: (event: { preventDefault: () => void }) => Promise<void>) => void;
}

interface Answered {
  status: number;
  slug?: string;
  body?: Record<string, unknown>;
}

interface Sent {
  route: string;
  body: Record<string, unknown>;
}

/** Runs a page as a browser does, with as much of one as the page uses. */
function openPage(page: Page, { language = 'en', hash = '#the-token' } = {}) {
  const ids = [...page.body.matchAll(/id="(\w+)"/g)].flatMap(([, id]) => id ?? []);
  /** What happens, by the event and where it does. */
  const happens = new Map<string, () => Promise<void>>();
  const elements = new Map<string, FakeElement>(
    ids.map((id) => [
      id,
      {
        textContent: '',
        value: '',
        hidden: new RegExp(`id="${id}"[^>]* hidden`).test(page.body),
        disabled: false,
        dataset: {},
        addEventListener: (event, listener) => {
          happens.set(`${event} ${id}`, () => listener({ preventDefault: () => undefined }));
        },
      },
    ]),
  );
  const sent: Sent[] = [];
  const answers: Answered[] = [];
  const addresses: string[] = [];
  const location = { hash, pathname: '/page' };
  vm.runInNewContext(page.script, {
    navigator: { language },
    location,
    history: { replaceState: (_state: null, _title: string, address: string) => addresses.push(address) },
    document: { documentElement: {}, getElementById: (id: string) => elements.get(id) },
    fetch: async (route: string, { body }: { body: string }) => {
      sent.push({ route, body: JSON.parse(body) as Record<string, unknown> });
      const { status, slug = '', body: members }: Answered = answers.shift() ?? { status: 500 };
      return {
        ok: status < 300,
        status,
        json: async () => members ?? { type: `https://sesetoro.example/problems/${slug}` },
      };
    },
  });
  const at = (id: string): FakeElement => {
    const element = elements.get(id);
    if (element === undefined) throw new Error(`The page has no ${id}`);
    return element;
  };
  return {
    at,
    sent,
    addresses,
    async press(answer: Answered, event = 'submit form') {
      answers.push(answer);
      await happens.get(event)?.();
      return at('status').textContent;
    },
  };
}

describe.each([
  ['the page of a registration', verificationPage, '/v1/players/verifications'],
  ['the page that ends marketing', unsubscribePage, '/v1/unsubscribes'],
  ['the page that denies a login', denialPage, '/v1/login-denials'],
  ['the page of a reset', resetPage, '/v1/password-resets/completions'],
  ['the page of a change of address', emailChangePage, '/v1/email-changes/confirmations'],
  ['the page that stops a removal of factors', factorRemovalPage, '/v1/factor-removal-stops'],
  ['the page that undoes one', reversionPage, '/v1/email-changes/reversions'],
  ['the page that restores a phone number', phoneReversionPage, '/v1/phone-changes/reversions'],
] as const)('%s', (_name, page, route) => {
  it('sends nothing by being opened, and takes the token out of the address bar', () => {
    const opened = openPage(page);
    expect(opened.sent).toEqual([]);
    expect(opened.addresses).toEqual(['/page']);
    expect(opened.at('title').textContent).toBe(page.title);
  });

  it('sends the token once its button is pressed, and says that it is done', async () => {
    const opened = openPage(page);
    const said = await opened.press({ status: 204 });
    expect(opened.sent.map((each) => [each.route, each.body['token']])).toEqual([[route, 'the-token']]);
    expect(said.length).toBeGreaterThan(10);
    expect(opened.at('form').hidden).toBe(true);
  });

  it('says in both languages what went wrong, and can be tried again', async () => {
    for (const language of ['en', 'id-ID']) {
      const opened = openPage(page, { language });
      const said = [
        await opened.press({ status: 403, slug: 'reset-refused' }),
        await opened.press({ status: 429, slug: 'too-many-attempts' }),
        await opened.press({ status: 503 }),
      ];
      expect(new Set(said).size).toBe(3);
      expect(opened.at('button').disabled).toBe(false);
    }
  });

  it('needs the token', () => {
    const opened = openPage(page, { hash: '' });
    expect(opened.at('button').disabled).toBe(true);
    expect(opened.at('status').textContent).toBe('This page needs the link from the mail.');
  });
});

describe('the page of a reset', () => {
  it.each([
    ['123456', 'totp'],
    ['abcd-efgh', 'recovery-code'],
  ])('asks for a second factor only when the answer says so: %s is sent as %s', async (code, method) => {
    const opened = openPage(resetPage);
    opened.at('password').value = 'quiet rivers carry paper boats';
    expect(opened.at('factor').hidden).toBe(true);
    await opened.press({ status: 403, slug: 'second-factor-needed' });
    expect(opened.at('factor').hidden).toBe(false);
    opened.at('code').value = code;
    await opened.press({ status: 204 });
    expect(opened.sent.map(({ body }) => body['secondFactor'])).toEqual([undefined, { method, code }]);
  });

  it('has a code sent when asked to, and then sends it as one by text message', async () => {
    for (const language of ['en', 'id-ID']) {
      const opened = openPage(resetPage, { language });
      await opened.press({ status: 403, slug: 'second-factor-needed' });
      const [waiting, off, sent] = [
        await opened.press({ status: 429, slug: 'too-many-attempts' }, 'click sms'),
        await opened.press({ status: 403, slug: 'second-factor-off' }, 'click sms'),
        await opened.press({ status: 202 }, 'click sms'),
      ];
      expect(new Set([waiting, off, sent]).size).toBe(3);
      opened.at('code').value = '123456';
      await opened.press({ status: 204 });
      expect(opened.sent.slice(1, 4).map((each) => each.route)).toEqual(
        Array.from({ length: 3 }, () => '/v1/password-resets/sms-codes'),
      );
      expect(opened.sent.at(-1)?.body['secondFactor']).toEqual({ method: 'sms', code: '123456' });
    }
  });
});

describe('the page of a registration', () => {
  it.each([
    ['en', 'Welcome. Your account number is 12345678901'],
    ['id-ID', 'Selamat datang. Nomor akun Anda 12345678901'],
  ])('sends the password with the token and says the account number, in %s', async (language, welcome) => {
    const opened = openPage(verificationPage, { language });
    opened.at('password').value = 'quiet rivers carry paper boats';
    const said = await opened.press({ status: 201, body: { accountNumber: '12345678901' } });
    expect(opened.sent.map(({ body }) => body)).toEqual([
      { token: 'the-token', password: 'quiet rivers carry paper boats' },
    ]);
    expect(said).toBe(welcome);
  });
});
