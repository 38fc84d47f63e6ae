import { describe, expect, it } from 'vitest';
import { scanBytes } from '#local/guardduty/scan-bytes.ts';
import { eicarTestFile } from '#test/support/malware.ts';
import { pdfFile, pdfStream } from '#test/support/pdf-files.ts';

const eicar = Buffer.from(eicarTestFile());
const filler = Buffer.alloc(100_000, 'x');

describe('a look at bytes', () => {
  it('knows the test file of EICAR, which has 68 bytes', () => {
    expect(eicar).toHaveLength(68);
  });

  it.each([
    ['by itself', eicar],
    ['with a line break after it', Buffer.concat([eicar, Buffer.from('\r\n')])],
    ['inside a larger file', Buffer.concat([filler, eicar, filler])],
    ['at the end of a PDF with a password', Buffer.concat([pdfFile({ trailer: '/Encrypt 5 0 R' }), eicar])],
  ])('finds it %s', (_, bytes) => {
    expect(scanBytes(bytes)).toEqual({ status: 'THREATS_FOUND', threatName: 'EICAR-Test-File' });
  });

  it.each([
    ['its trailer', pdfFile({ trailer: '/Encrypt 5 0 R' })],
    ['its trailer, inline', pdfFile({ trailer: '/Encrypt<</Filter/Standard>>' })],
    ['its cross-reference stream', pdfFile({ objects: [pdfStream('/Type/XRef/W[1 2 1]/Encrypt 6 0 R', 'x')] })],
  ])('cannot look into a PDF that is encrypted by %s', (_, bytes) => {
    expect(scanBytes(Buffer.from(bytes))).toEqual({ status: 'UNSUPPORTED', reason: 'PASSWORD_PROTECTED' });
  });

  it.each([
    ['no bytes', Buffer.alloc(0)],
    ['half of the test file', eicar.subarray(0, 34)],
    ['the test file with one letter changed', Buffer.from(eicar.toString('latin1').replace('FILE', 'FIDE'), 'latin1')],
    ['a PDF', Buffer.from(pdfFile())],
    ['a PDF that speaks of encryption on its page', Buffer.from(pdfFile({ objects: ['(/Encrypt)'] }))],
    ['a PDF with another entry that begins alike', Buffer.from(pdfFile({ trailer: '/EncryptMetadata true' }))],
    ['a text that speaks of a trailer', Buffer.from('trailer /Encrypt startxref')],
  ])('finds no threat in %s', (_, bytes) => {
    expect(scanBytes(bytes)).toEqual({ status: 'NO_THREATS_FOUND' });
  });
});
