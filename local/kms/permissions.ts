import { localAccount, type Need } from '../identity.ts';
import { readText, requireText, type Members } from '../json-members.ts';
import { ciphertextBytesMax, requireBytes } from './bytes.ts';
import type { Keys } from './keys.ts';
import { keyIdOfCiphertext, readContext } from './sealing.ts';

/** Members of a request that policies may name, with their condition keys (KMS guide, "AWS KMS condition keys"). */
const conditionKeys = new Map([
  ['EncryptionAlgorithm', 'kms:EncryptionAlgorithm'],
  ['MacAlgorithm', 'kms:MacAlgorithm'],
  ['MessageType', 'kms:MessageType'],
  ['SigningAlgorithm', 'kms:SigningAlgorithm'],
]);

function contextOf(input: Members, contextName: string): Need['context'] {
  const context = readContext(input, contextName);
  const named = [...conditionKeys].map(([member, condition]) => [condition, readText(input, member)] as const);
  return {
    'kms:CallerAccount': localAccount,
    ...Object.fromEntries(named.filter(([, value]) => value !== undefined)),
    ...(Object.keys(context).length > 0 && { 'kms:EncryptionContextKeys': Object.keys(context) }),
    ...Object.fromEntries(Object.entries(context).map(([name, value]) => [`kms:EncryptionContext:${name}`, value])),
  };
}

/** The key that opens a ciphertext: the one that the request names, else the one that the ciphertext names. */
function decryptingKey(input: Members, name: string): string {
  return readText(input, name) ?? keyIdOfCiphertext(requireBytes(input, 'CiphertextBlob', ciphertextBytesMax));
}

/** The permissions that a request amounts to. Throws InvalidCiphertextException where only a broken ciphertext names the key. */
export function needsOf(keys: Keys, operation: string, input: Members): Need[] {
  const need = (action: string, keyId: string, contextName = 'EncryptionContext'): Need => ({
    action: `kms:${action}`,
    resource: keys.arnOf(keyId),
    context: contextOf(input, contextName),
  });
  if (operation === 'Decrypt') return [need(operation, decryptingKey(input, 'KeyId'))];
  if (operation !== 'ReEncrypt') return [need(operation, requireText(input, 'KeyId'))];
  return [
    need('ReEncryptFrom', decryptingKey(input, 'SourceKeyId'), 'SourceEncryptionContext'),
    need('ReEncryptTo', requireText(input, 'DestinationKeyId'), 'DestinationEncryptionContext'),
  ];
}
