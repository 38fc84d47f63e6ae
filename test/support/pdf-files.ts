import { deflateSync } from 'node:zlib';

const latin = (text: string): Uint8Array => Buffer.from(text, 'latin1');

/** A stream object with its dictionary entries, its bytes deflated unless `plain`. */
export function pdfStream(entries: string, content: Uint8Array | string, plain = false): string {
  const bytes = typeof content === 'string' ? latin(content) : content;
  const data = plain ? Buffer.from(bytes) : deflateSync(bytes);
  const filter = plain ? '' : '/Filter/FlateDecode';
  return `<<${entries}${filter}/Length ${data.length}>>\nstream\n${data.toString('latin1')}\nendstream`;
}

/**
 * A small PDF of one page.
 * @param options.catalog entries added to the catalogue, such as an action
 * @param options.objects more objects, numbered from 5
 * @param options.trailer entries added to the trailer
 */
export function pdfFile(options: { catalog?: string; objects?: string[]; trailer?: string } = {}): Uint8Array {
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${options.catalog ?? ''}>>`,
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>',
    pdfStream('', 'BT /F1 24 Tf 72 720 Td (Electricity bill) Tj ET'),
    ...(options.objects ?? []),
  ];
  let text = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n';
  const offsets = objects.map((object, index) => {
    const offset = text.length;
    text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = text.length;
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  text += `trailer\n<</Size ${objects.length + 1}/Root 1 0 R${options.trailer ?? ''}>>\nstartxref\n${start}\n%%EOF\n`;
  return latin(text);
}
