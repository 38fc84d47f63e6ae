/** Bundled like a function by `slim-webauthn.test.ts`: what functions check passkeys by, and the library below it. */
export { verifyAssertion, verifyAttestation } from '#stores/webauthn.ts';
export { verifyRegistrationResponse } from '#stores/webauthn-library.ts';
