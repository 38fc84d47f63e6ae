import { numberAt, optionalTextAt, recordAt, textAt } from '../template/properties.ts';
import type { Resource, Stage } from '../template/stage.ts';

const secondsPerUnit: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };
/** What Cognito gives an access token when the client does not say: one hour. */
const accessTokenHoursByDefault = 1;

function accessTokenSeconds({ properties }: Resource): number {
  const unit = optionalTextAt(recordAt(properties, 'TokenValidityUnits'), 'AccessToken') ?? 'hours';
  return numberAt(properties, 'AccessTokenValidity', accessTokenHoursByDefault) * (secondsPerUnit[unit] ?? 1);
}

/** What the templates say of the user pool and its client; undefined when they declare none. */
export function readIssuerSettings(stage: Stage) {
  const [pool] = stage.resources('AWS::Cognito::UserPool');
  const [client] = stage.resources('AWS::Cognito::UserPoolClient');
  if (pool === undefined || client === undefined) return undefined;
  const groups = stage.resources('AWS::Cognito::UserPoolGroup');
  return {
    region: stage.region,
    userPoolId: pool.name,
    clientId: client.name,
    groups: groups.map(({ properties }) => textAt(properties, 'GroupName')),
    accessTokenSeconds: accessTokenSeconds(client),
  };
}
