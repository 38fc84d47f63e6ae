/** What we use of the library, by name: a bundle leaves the rest out (`tools/slim-webauthn.ts`). */
export { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
export { decodeAttestationObject, isoBase64URL } from '@simplewebauthn/server/helpers';
