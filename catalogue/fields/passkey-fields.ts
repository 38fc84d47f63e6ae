import * as z from 'zod';
import type { FieldDeclaration } from '../field.ts';

const given = { included: true } as const;
const withheld = { included: false, because: 'It proves who you are and must leave the platform for nobody.' } as const;
const ofPasskey = {
  category: 'personal',
  purposes: { security: 'legitimate-interest' },
  retention: 'identity',
  inLogs: 'never',
  onErasure: { action: 'delete' },
} as const;

/** Passkeys: a second factor that a player may turn on, and the challenges that they answer (C38). */
export const passkeyFields = {
  passkeyName: {
    ...ofPasskey,
    schema: () => z.string().min(1).max(50),
    label: { en: 'Names that you gave your passkeys', id: 'Nama yang Anda berikan untuk passkey' },
    homes: { credentials: 'name' },
    cover: 'sealed',
    keyClass: 'identity',
    inExport: given,
  },
  passkeyPublicKey: {
    ...ofPasskey,
    schema: () => z.base64url(),
    label: { en: 'Public keys of your passkeys', id: 'Kunci publik passkey Anda' },
    homes: { credentials: 'publicKey' },
    cover: 'sealed',
    keyClass: 'identity',
    inExport: withheld,
  },
  passkeyCredentialId: {
    ...ofPasskey,
    schema: () => z.base64url(),
    label: { en: 'Identifiers of your passkeys', id: 'Pengenal passkey Anda' },
    homes: { credentials: 'credentialId' },
    cover: 'plain',
    plainBecause: 'opaque-id',
    inExport: withheld,
  },
  passkeyUseCount: {
    ...ofPasskey,
    schema: () => z.int().min(0),
    label: { en: 'How often a passkey signed', id: 'Berapa kali passkey menandatangani' },
    homes: { credentials: 'signatureCount' },
    cover: 'plain',
    plainBecause: 'count',
    inExport: given,
  },
  passkeyTransports: {
    ...ofPasskey,
    schema: () => z.array(z.string()),
    label: { en: 'How your passkeys are reached', id: 'Cara passkey Anda terhubung' },
    homes: { credentials: 'transports' },
    cover: 'plain',
    plainBecause: 'method',
    inExport: given,
  },
  passkeyTime: {
    ...ofPasskey,
    schema: () => z.iso.datetime(),
    label: { en: 'When you added a passkey', id: 'Kapan Anda menambahkan passkey' },
    homes: { credentials: 'createdAt' },
    cover: 'plain',
    plainBecause: 'time',
    inExport: given,
  },
  passkeyUseTime: {
    ...ofPasskey,
    schema: () => z.iso.datetime(),
    label: { en: 'When you last used a passkey', id: 'Kapan Anda terakhir memakai passkey' },
    homes: { credentials: 'lastUsedAt' },
    cover: 'plain',
    plainBecause: 'time',
    inExport: given,
  },
  passkeyChallengeHash: {
    ...ofPasskey,
    schema: () => z.base64url().length(43),
    label: { en: 'Challenges for your passkeys (hashed)', id: 'Tantangan untuk passkey Anda (ter-hash)' },
    retention: 'attempt',
    homes: { limits: 'challengeHash' },
    cover: 'hashed',
    inExport: withheld,
  },
} as const satisfies Record<string, FieldDeclaration>;
