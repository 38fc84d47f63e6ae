import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type Bundle } from '#tools/bundle.ts';
import { webauthnRewrites } from '#tools/slim-webauthn.ts';
import { makePasskey, signWithPasskey, type KeyAlgorithm } from '#test/support/authenticator.ts';
import type * as libraryTypes from '#stores/webauthn-library.ts';
import type * as probeTypes from './passkey-probe.ts';

type Probe = typeof probeTypes;
type Library = typeof libraryTypes;

const origin = 'https://web.example';
const rpId = 'web.example';
const challenge = 'ceremony-of-the-slim-bundle';
const waiting = { isRepeatedBy: (given: string) => given === challenge };
const creation = { rp: { id: rpId }, user: { id: 'b3duZXI' }, challenge };

const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'slim-webauthn-'));
const given = process.env['REGION_SETTINGS'];
let built: Bundle;
let probe: Probe;
let library: Library;
const probeEntry = 'test/tools/passkey-probe';
const libraryEntry = 'stores/webauthn-library';
const importBuilt = async (entry: string): Promise<unknown> =>
  import(/* @vite-ignore */ pathToFileURL(path.join(outFolder, entry, 'index.mjs')).href);
beforeAll(async () => {
  const bundles = await bundle({ entries: [probeEntry, libraryEntry], outFolder });
  const made = bundles.find(({ entry }) => entry === libraryEntry);
  if (made === undefined) throw new Error('The library was not bundled');
  built = made;
  process.env['REGION_SETTINGS'] = JSON.stringify({
    region: 'eu-west-1',
    mailDomain: 'mail.example',
    webOrigin: origin,
    webOrigins: [origin],
    closureGraceDays: 0,
    breachApprovalsRequired: 1,
    jurisdictions: {},
    processors: {},
    screening: null,
    sms: null,
  });
  probe = (await importBuilt(probeEntry)) as Probe;
  library = (await importBuilt(libraryEntry)) as Library;
});
afterAll(() => {
  if (given === undefined) delete process.env['REGION_SETTINGS'];
  else process.env['REGION_SETTINGS'] = given;
  fs.rmSync(outFolder, { recursive: true, force: true });
});

const attestation = ({ id, rawId, response }: ReturnType<typeof makePasskey>['answer']) => ({ id, rawId, response });

describe('the slim library for passkeys', () => {
  it.each<KeyAlgorithm>(['ES256', 'EdDSA', 'RS256'])('makes and checks passkeys of %s', async (algorithm) => {
    const { passkey, answer } = makePasskey(creation, { origin, algorithm });
    const made = await probe.verifyAttestation(attestation(answer), waiting);
    expect(made).toMatchObject({ credentialId: passkey.credentialId, signatureCount: 0 });
    const known = { credentialId: passkey.credentialId, publicKey: made?.publicKey ?? '', userHandle: 'b3duZXI' };
    // Integers of a signature are longer or shorter than others by chance: so many meet every length that is usual.
    for (let time = 0; time < 40; time += 1) {
      const assertion = { ...signWithPasskey(passkey, { rpId, challenge }, { origin, count: time }) };
      expect(await probe.verifyAssertion(assertion, known, waiting)).toBe(time);
    }
    const other = makePasskey(creation, { origin, algorithm }).passkey;
    const foreign = signWithPasskey({ ...passkey, privateKey: other.privateKey }, { rpId, challenge }, { origin });
    expect(await probe.verifyAssertion(foreign, known, waiting)).toBeUndefined();
  });

  it('refuses every attestation but none before it reaches what was left out', async () => {
    for (const format of ['packed', 'tpm', 'apple', 'android-key', 'android-safetynet', 'fido-u2f', 'unheard-of']) {
      const { answer } = makePasskey(creation, { origin, format });
      expect(await probe.verifyAttestation(attestation(answer), waiting), format).toBeUndefined();
    }
  });

  it.each(['packed', 'tpm', 'apple', 'android-key', 'android-safetynet', 'fido-u2f'])(
    'throws by name when %s is reached after all',
    async (format) => {
      const { answer } = makePasskey(creation, { origin, format });
      const { clientDataJSON, attestationObject } = answer.response;
      const response = { ...answer, response: { clientDataJSON, attestationObject } };
      const expected = { expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: rpId };
      await expect(library.verifyRegistrationResponse({ response, ...expected })).rejects.toMatchObject({
        name: 'LeftOutOfBundle',
      });
    },
  );

  it('holds no parser of certificates and weighs less than 40 KiB', () => {
    expect(built.modules.filter((name) => /asn1|x509|pvtsutils|reflect-metadata/.test(name))).toEqual([]);
    expect(built.modules.some((name) => name.includes('@levischuck/tiny-cbor'))).toBe(true);
    expect(fs.readFileSync(built.file, 'utf8')).not.toContain('BEGIN CERTIFICATE');
    expect(built.bytes).toBeLessThan(40 * 1024);
  });
});

describe('what makes it slim', () => {
  it('refuses a library that changed: an index without our modules, a reader of signatures of another shape', () => {
    const file = (name: string) => `/x/node_modules/@simplewebauthn/server/esm/${name}.js`;
    for (const name of ['index', 'helpers/index', 'helpers/iso/isoCrypto/unwrapEC2Signature']) {
      const [rewrite, ...others] = webauthnRewrites.filter(({ filter }) => filter.test(file(name)));
      expect(others).toEqual([]);
      expect(() => rewrite?.change("export * from './other.js';\nAsnParser.decode()"), name).toThrow('changed');
    }
  });
});

describe('the library for passkeys', () => {
  it('is named by one store, which is loaded only when a passkey is there to be checked', async () => {
    const files = await Array.fromAsync(fs.promises.glob('{catalogue,domain,functions,stores}/**/*.ts'));
    const naming = (pattern: RegExp) => files.filter((file) => pattern.test(fs.readFileSync(file, 'utf8')));
    expect(naming(/@simplewebauthn/)).toEqual(['stores/webauthn-library.ts']);
    expect(naming(/from '[^']*webauthn-library/)).toEqual([]);
    expect(naming(/await import\('\.\/webauthn-library|import\('\.\/webauthn-library/)).toEqual(['stores/webauthn.ts']);
  });
});
