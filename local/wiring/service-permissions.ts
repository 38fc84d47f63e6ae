import type { Permissions } from '../edge/permissions.ts';
import { functionNameFrom, readRoutes } from '../http-api/routes.ts';
import { localAccount } from '../identity.ts';
import type { Need } from '../identity.ts';
import { optionalTextAt, recordAt, recordsAt, textAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

/** A delivery from one service to a resource, which the resource must allow. */
interface Delivery {
  service: string;
  sourceArn: string;
  targetArn: string;
}

function matches(pattern: string, text: string): boolean {
  const escaped = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join('.*')}$`).test(text);
}

function ruleDeliveries(stage: Stage): Delivery[] {
  return stage.resources('AWS::Events::Rule').flatMap((rule) => {
    const service = 'events.amazonaws.com';
    const sourceArn = stage.arnOf(rule);
    return recordsAt(rule.properties, 'Targets').flatMap((target) => {
      const deadLetters = optionalTextAt(recordAt(target, 'DeadLetterConfig'), 'Arn');
      const own = target['RoleArn'] === undefined ? [textAt(target, 'Arn')] : [];
      return [...own, deadLetters ?? []].flat().map((targetArn) => ({ service, sourceArn, targetArn }));
    });
  });
}

function routeDeliveries(stage: Stage): Delivery[] {
  const [api] = stage.resources('AWS::ApiGatewayV2::Api');
  if (api === undefined) return [];
  return readRoutes(stage).map(({ routeKey, functionName }) => ({
    service: 'apigateway.amazonaws.com',
    sourceArn: `arn:aws:execute-api:${stage.region}:${localAccount}:${api.name}/$default/${routeKey.replace(' ', '')}`,
    targetArn: `arn:aws:lambda:${stage.region}:${localAccount}:function:${functionName}`,
  }));
}

function functionAllows(permissions: readonly Resource[], { service, sourceArn, targetArn }: Delivery): boolean {
  return permissions.some(({ properties }) => {
    const named = textAt(properties, 'FunctionName').split(':').at(-1);
    const pattern = optionalTextAt(properties, 'SourceArn') ?? '*';
    return named === functionNameFrom(targetArn) && properties['Principal'] === service && matches(pattern, sourceArn);
  });
}

/**
 * Checks that queues and functions let the services of the cloud in that deliver to them: queue policies and
 * `AWS::Lambda::Permission`, whose absence shows in AWS only as deliveries that never come.
 * Throws an Error that names what is missing.
 */
export function checkServicePermissions(
  stage: Stage,
  serviceMay: Permissions['serviceMay'],
  queueKeyNeeds: (needs: readonly Need[]) => readonly Need[],
): void {
  const functionPermissions = stage.resources('AWS::Lambda::Permission');
  const queueAllows = ({ service, sourceArn, targetArn }: Delivery) => {
    const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': localAccount, 'aws:SecureTransport': 'true' };
    const send = { action: 'sqs:SendMessage', resource: targetArn, context };
    const needs = [
      send,
      ...queueKeyNeeds([send]).map((need) => ({ ...need, context: { ...need.context, ...context } })),
    ];
    return needs.every((need) => serviceMay(service, need));
  };
  const isAllowed = (delivery: Delivery) =>
    delivery.targetArn.includes(':sqs:') ? queueAllows(delivery) : functionAllows(functionPermissions, delivery);
  const missing = [...ruleDeliveries(stage), ...routeDeliveries(stage)].filter((delivery) => !isAllowed(delivery));
  if (missing.length === 0) return;
  const told = missing.map(({ service, sourceArn, targetArn }) => `${service} (${sourceArn}) to ${targetArn}`);
  throw new Error(`These deliveries are not permitted by the templates: ${told.join('; ')}`);
}
