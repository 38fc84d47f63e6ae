const reference = /\{\{resolve:(?<service>[^:}]*):(?<rest>[^}]*)\}\}/g;

/**
 * Puts the values of secrets in the place of dynamic references to them: `{{resolve:secretsmanager:<name>:SecretString}}`.
 * Throws an Error on references of other kinds, or to a part or version of a secret.
 */
export function resolveDynamicReferences(text: string, secretValueOf: (name: string) => string): string {
  return text.replaceAll(reference, (_, service: string, rest: string) => {
    const [name = '', member, ...more] = rest.split(':');
    const isWhole = member === 'SecretString' && more.every((each) => each === '');
    if (service !== 'secretsmanager' || !isWhole) throw new Error(`Dynamic references to ${service} are not local`);
    return secretValueOf(name);
  });
}
