import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adviceText } from '#domain/notification/breach-advice.ts';
import { mailLanguageFor, mailLanguages } from '#domain/notification/language.ts';
import { accountClosed } from '#domain/notification/letters/account-closed.ts';
import { breachNotice } from '#domain/notification/letters/breach-notice.ts';
import { depositConfirmed } from '#domain/notification/letters/deposit-confirmed.ts';
import { registrationVerification } from '#domain/notification/letters/registration-verification.ts';
import { renderLetter } from '#domain/notification/render-letter.ts';
import { sampleLetters } from './sample-letters.ts';

const samples = Object.entries(sampleLetters);
/** Only the approved free text of these may break lines. */
const takesLines = new Set(['breach-notice', 'policy-changed']);

const hostile = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=http://evil.example/x>',
    'a\r\nBcc: everybody@example.com\r\n\r\nbody',
    '&lt;b&gt;',
    "' onmouseover='x",
    'line\u2028break',
  ),
);

/** What an HTML reader makes of escaped text. */
const unescape = (html: string) =>
  html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const tagsOf = (html: string) => (html.match(/<[^>]*>/g) ?? []).map((tag) => tag.replace(/ .*$/s, ''));

describe.each(samples)('The letter %s', (name, write) => {
  it('has the same parts in both languages', () => {
    const [english, indonesian] = mailLanguages.map((language) =>
      write(language, 'given').parts.map(({ kind }) => kind),
    );
    expect(indonesian).toEqual(english);
  });

  it('is written in two languages, not in one twice', () => {
    const [english, indonesian] = mailLanguages.map((language) => renderLetter(write(language, 'given')));
    expect(indonesian?.subject).not.toBe(english?.subject);
    const sentences = (text = '') => text.split('\n').filter((line) => line.length > 20 && !line.startsWith('http'));
    expect(sentences(indonesian?.text).filter((line) => sentences(english?.text).includes(line))).toEqual([]);
    expect(indonesian?.html).toContain('<html lang="id">');
  });

  it.each(mailLanguages)('says the same in text and in HTML (%s)', (language) => {
    const letter = write(language, 'given');
    const { text, html } = renderLetter(letter);
    const words = (written: string) => written.replaceAll(/[^\p{L}\p{N}]+/gu, ' ').trim();
    const body = unescape(
      html
        .slice(html.indexOf('<body'))
        .replaceAll(/<a href="([^"]*)">([^<]*)<\/a>/g, '$2 $1')
        .replaceAll(/<[^>]*>/g, ' '),
    );
    expect(words(body)).toBe(words(text));
  });

  it.each(mailLanguages)('refers to nothing that a mail program would load and runs nothing (%s)', (language) => {
    const { html } = renderLetter(write(language, 'given'));
    expect(html).not.toMatch(/<(?:img|link|script|iframe|object|embed|form|video|audio|svg|base|meta http)/i);
    expect(html).not.toMatch(/\bsrc=|url\(|@import|background=/i);
  });

  it('lets no given text become markup, a new line of text or a header', () => {
    const plainTags = tagsOf(renderLetter(write('en', 'x')).html).filter((tag) => tag !== '<p>' && tag !== '</p>');
    fc.assert(
      fc.property(hostile, (given) => {
        const mail = renderLetter(write('en', given));
        expect(tagsOf(mail.html).filter((tag) => tag !== '<p>' && tag !== '</p>')).toEqual(plainTags);
        expect(mail.subject).toBe(write('en', 'x').subject);
        expect(mail.subject).not.toMatch(/[\r\n]/);
        // A mail's text is never its header.
        if (!takesLines.has(name)) expect(mail.text).not.toMatch(/^Bcc:/m);
        expect(mail.text).not.toMatch(/[^\P{Cc}\n]/u);
      }),
      { numRuns: 60 },
    );
  });
});

describe('A letter', () => {
  it('is written in Indonesian for every Indonesian tag and in English for every other', () => {
    expect(['id', 'id-ID', 'ID', 'en', 'ms-MY', 'idx'].map(mailLanguageFor)).toEqual([
      'id',
      'id',
      'id',
      'en',
      'en',
      'en',
    ]);
  });

  it('is not rendered when its subject has more than one line', () => {
    const letter = { language: 'en', subject: 'a\r\nBcc: x@example.com', parts: [] } as const;
    expect(() => renderLetter(letter)).toThrow('one line');
  });

  it('is not rendered with a link that is not a web address', () => {
    const letter = registrationVerification('en', { link: 'javascript:alert(1)', endsAt: 'then' });
    expect(() => renderLetter(letter)).toThrow('web address');
  });
});

describe('The verification letter', () => {
  it('carries the token in the fragment, which no server sees, once in text and once in HTML', () => {
    const link = 'https://id.sesetoro.example/verification#AbC-_9';
    const { text, html } = renderLetter(registrationVerification('id', { link, endsAt: '26 November 2026' }));
    expect(text.split(link).length - 1).toBe(1);
    expect(html.split(link).length - 1).toBe(1);
    expect(new URL(link).hash).toBe('#AbC-_9');
    expect(new URL(link).search).toBe('');
  });
});

describe('The deposit letter', () => {
  it('names amount, payment reference and time', () => {
    const { text } = renderLetter(
      depositConfirmed('id', {
        amount: 'Rp 150.000,00',
        paymentReference: 'SES-7QK',
        confirmedAt: '24 November 2026 pukul 09.21 WIB',
        contact: 'support@id.sesetoro.example',
      }),
    );
    expect(text).toContain('Jumlah: Rp 150.000,00');
    expect(text).toContain('Referensi pembayaran: SES-7QK');
    expect(text).toContain('Waktu: 24 November 2026 pukul 09.21 WIB');
  });
});

describe('The closure letter', () => {
  const closure = { closedAt: '24 November 2026', contact: 'support@id.sesetoro.example' };

  it('says what is kept, until when and on what ground', () => {
    const kept = [{ what: 'Payment records', until: '24 November 2031', ground: 'anti-money-laundering law' }];
    expect(renderLetter(accountClosed('en', { ...closure, kept })).text).toContain(
      '- Payment records, until 24 November 2031. Reason: anti-money-laundering law.',
    );
  });

  it.each(mailLanguages)('shows no empty list when nothing is kept (%s)', (language) => {
    expect(renderLetter(accountClosed(language, { ...closure, kept: [] })).html).not.toContain('<ul>');
  });
});

describe('The breach notice', () => {
  const notice = {
    whatOccurred: 'A copy was stolen.\nIt held 12 files.',
    exposedFields: ['E-mail address', 'Phone number'],
    whatWasDone: 'We changed every key.',
    whatYouCanDo: 'Watch for mails in our name.',
    advice: ['distrust-messages'],
    contact: 'privacy@id.sesetoro.example',
  } as const;

  it('says what occurred, which fields of this person were exposed, what was done, what to do and where to ask', () => {
    const { text } = renderLetter(breachNotice('en', notice));
    const order = [
      'A copy was stolen.',
      'It held 12 files.',
      '- E-mail address\n- Phone number',
      'We changed every key.',
      'Watch for mails in our name.',
      `- ${adviceText('distrust-messages', 'en')}`,
      'Write to privacy@id.sesetoro.example',
    ].map((part) => text.indexOf(part));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((one, other) => one - other));
  });

  it('is not written to somebody of whom nothing was exposed', () => {
    expect(() => breachNotice('en', { ...notice, exposedFields: [] })).toThrow('at least one');
  });
});
