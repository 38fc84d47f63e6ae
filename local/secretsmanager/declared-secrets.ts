import type { Assembly } from '../template/assembly.ts';
import { flagAt, isRecord, numberAt, recordAt, textAt } from '../template/properties.ts';

/** A secret whose value the service makes up, as the raw template declares it. */
export interface DeclaredSecret {
  name: string;
  characters: number;
}

/** Members of a secret that are read here, or that mean nothing on one machine. */
const knownMembers: readonly string[] = ['Description', 'GenerateSecretString', 'KmsKeyId', 'Name', 'Tags'];
const knownGeneration: readonly string[] = ['ExcludePunctuation', 'PasswordLength'];

function refuseStrangers(record: object, known: readonly string[], logicalId: string): void {
  const stranger = Object.keys(record).find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`The local cloud does not know ${stranger} of the secret ${logicalId}`);
}

/** Finds every secret of the stacks. Throws an Error that names what the local cloud does not do. */
export function readDeclaredSecrets({ stacks }: Assembly): readonly DeclaredSecret[] {
  return stacks.flatMap(({ template }) =>
    Object.entries(recordAt(template, 'Resources')).flatMap(([logicalId, resource]) => {
      if (!isRecord(resource) || resource['Type'] !== 'AWS::SecretsManager::Secret') return [];
      const properties = recordAt(resource, 'Properties');
      const generation = recordAt(properties, 'GenerateSecretString');
      refuseStrangers(properties, knownMembers, logicalId);
      refuseStrangers(generation, knownGeneration, logicalId);
      if (!flagAt(generation, 'ExcludePunctuation')) {
        throw new Error(`The local cloud makes up secrets of letters and digits only (${logicalId})`);
      }
      return [{ name: textAt(properties, 'Name'), characters: numberAt(generation, 'PasswordLength', 32) }];
    }),
  );
}
