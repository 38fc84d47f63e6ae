import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { openBlindIndex } from '#stores/blind-index.ts';
import { documentClient } from '#stores/clients.ts';
import { openCredentials } from '#stores/credentials.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { sealField } from '#stores/sealing.ts';
import { signIn, type SignedIn } from './handler-calls.ts';

/** A signed-in player with a phone number, a password and an address to write to. */
export async function signInWithPhone(now: Date, phone: string, language: 'en' | 'id' = 'en'): Promise<SignedIn> {
  const owner = await signIn(now, { birthDate: '1990-06-15', language });
  const { playerId } = owner;
  const identity = await openSubjectKeys().open(playerId, 'identity', now);
  const { key: contact, write } = await openSubjectKeys().create(playerId, 'contact');
  const password = openCredentials().keeping(playerId, 'hash');
  for (const made of [write.Put, password.Put]) if (made) await documentClient().send(new PutCommand(made));
  const sealContact = (field: 'email' | 'addressName', value: string) =>
    sealField(contact, { field, recordId: playerId }, value);
  await documentClient().send(
    new UpdateCommand({
      TableName: 'players',
      Key: { pk: playerId, sk: 'account' },
      UpdateExpression:
        'SET phone = :phone, phoneIndex = :index, email = :email, addressName = :name, registeredAt = :now, noticeHash = :hash',
      ExpressionAttributeValues: {
        ':phone': sealField(identity, { field: 'phone', recordId: playerId }, phone),
        ':index': await openBlindIndex('phone').valueOf(phone),
        ':email': sealContact('email', `${playerId}@example.com`),
        ':name': sealContact('addressName', 'Wulan'),
        ':now': now.toISOString(),
        ':hash': 'hash',
      },
    }),
  );
  return owner;
}
