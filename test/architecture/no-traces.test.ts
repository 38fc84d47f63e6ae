import { expect, it } from 'vitest';
import { filesBelow, readText } from './support/sources.ts';

const binary = /\.(png|jpe?g|pdf|ico|woff2?|wasm|zip|heic)$/;
const files = filesBelow('.').filter((file) => !binary.test(file) && !file.endsWith('no-traces.test.ts'));

function placesOf(pattern: RegExp, among: readonly string[] = files): string[] {
  return among.flatMap((file) =>
    readText(file)
      .split('\n')
      .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
  );
}

it('no file names the folder of a person or of a machine', () => {
  expect(placesOf(/(^|[^\w.])(\/(home|Users|root|work|mnt|var\/folders)\/[\w.-]+|[A-Z]:\\Users\\)/)).toEqual([]);
});

it('no file names a package registry or a mirror', () => {
  expect(placesOf(/registry\.(npmjs|yarnpkg)|npm\.pkg\.github|artifactory|verdaccio|"resolved":/i)).toEqual([]);
});

it('no address of mail belongs to anybody: examples use the domains that are reserved for them', () => {
  const address =
    /[\w.+-]+@(?!(?:[\w-]+\.)*(?:example|test|invalid|localhost)\b|(?:[\w-]+\.)*example\.(?:com|org|net)\b|simulator\.amazonses\.com)[\w-]+(\.[\w-]+)*\.(com|org|net|id|sg|ie|io|dev)\b/i;
  expect(
    placesOf(
      address,
      files.filter((file) => file !== 'package-lock.json'),
    ),
  ).toEqual([]);
});

it('no secret is committed', () => {
  const secret =
    /-----BEGIN [A-Z ]*PRIVATE KEY-----|\bASIA[0-9A-Z]{16}\b|\bAKIA(?!LOCAL|IOSFODNN7EXAMPLE)[0-9A-Z]{16}\b|\bgh[pousr]_\w{36}\b/;
  expect(placesOf(secret)).toEqual([]);
});
