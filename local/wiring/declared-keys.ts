import type { Assembly } from '../template/assembly.ts';
import { isRecord, optionalTextAt, recordAt } from '../template/properties.ts';

/** A KMS key as the raw template declares it, before references are resolved: other resources refer to its id. */
export interface DeclaredKey {
  /** `<stack>.<logical id>`. */
  logicalId: string;
  spec?: string;
  usage?: string;
}

/** Finds every KMS key of the stacks. */
export function readDeclaredKeys({ stacks }: Assembly): readonly DeclaredKey[] {
  return stacks.flatMap(({ stackName, template }) =>
    Object.entries(recordAt(template, 'Resources')).flatMap(([id, resource]) => {
      if (!isRecord(resource) || resource['Type'] !== 'AWS::KMS::Key') return [];
      const properties = recordAt(resource, 'Properties');
      const spec = optionalTextAt(properties, 'KeySpec');
      const usage = optionalTextAt(properties, 'KeyUsage');
      const logicalId = `${stackName}.${id}`;
      return [{ logicalId, ...(spec !== undefined && { spec }), ...(usage !== undefined && { usage }) }];
    }),
  );
}
