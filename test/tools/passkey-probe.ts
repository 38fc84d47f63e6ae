/** Bundled like a function by `slim-webauthn.test.ts`: what functions check passkeys by. */
export { verifyAssertion, verifyAttestation } from '#stores/webauthn.ts';
