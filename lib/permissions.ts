import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Needs } from './needs.ts';
import { blindIndexStatements, subjectKeyStatements } from './permissions/keys.ts';
import { mailStatements, queueStatements, smsStatements } from './permissions/messages.ts';
import { objectStatements } from './permissions/objects.ts';
import { tableStatements } from './permissions/tables.ts';
import type { RegionResources } from './resources.ts';

/** Turns needs into the statements of a role: what the row names and nothing else. */
export function statementsFor(needs: Needs, resources: RegionResources): PolicyStatement[] {
  return [
    tableStatements,
    subjectKeyStatements,
    blindIndexStatements,
    objectStatements,
    queueStatements,
    mailStatements,
    smsStatements,
  ].flatMap((statementsOf) => statementsOf(needs, resources));
}
