import { AwsError, notImplemented } from '#local/aws-error.ts';
import { localAccount } from '#local/identity.ts';
import { isRecord, optionalTextAt } from '#local/template/properties.ts';

/** A SendTextMessage request, read and found valid. */
export interface TextSubmission {
  to: string;
  from: string;
  /** ARN that permissions are asked for. */
  fromArn: string;
  body: string;
  messageType: string;
  configurationSet: string | undefined;
  context: Record<string, string>;
}

function invalid(reason: string, field: string, message: string): AwsError {
  const members = { Reason: reason, Fields: [{ Name: field, Message: message }] };
  return new AwsError('ValidationException', message, { members });
}

const known = [
  'DestinationPhoneNumber',
  'OriginationIdentity',
  'MessageBody',
  'MessageType',
  'ConfigurationSetName',
  'Context',
  'TimeToLive',
];

/** Characters that a message of several parts may have at most (API reference, `MessageBody`). */
const bodyCharactersMax = 1600;

function requiredText(input: Record<string, unknown>, name: string): string {
  const text = optionalTextAt(input, name);
  if (text === undefined || text === '') throw invalid('FIELD_VALIDATION_FAILED', name, `${name} is missing`);
  return text;
}

function readContext(input: Record<string, unknown>): Record<string, string> {
  const context = input['Context'] ?? {};
  const isText = (value: unknown) => typeof value === 'string' && value.length > 0 && value.length <= 800;
  if (!isRecord(context) || Object.keys(context).length > 5 || !Object.values(context).every(isText)) {
    throw invalid('FIELD_VALIDATION_FAILED', 'Context', 'Context holds at most five texts');
  }
  return Object.fromEntries(Object.entries(context).map(([name, value]) => [name, String(value)]));
}

/** A pool, a number or a sender id of a country, by id or by ARN. */
function arnOf(from: string, region: string): string {
  const resource = /^arn:aws:sms-voice:[a-z\d-]+:\d{12}:(?<resource>.+)$/.exec(from)?.groups?.['resource'] ?? from;
  const isKnown = /^(?:pool\/[\w-]+|phone-number\/[\w-]+|sender-id\/[A-Za-z0-9-]{1,11}\/[A-Z]{2})$/.test(resource);
  if (isKnown) return from.startsWith('arn:') ? from : `arn:aws:sms-voice:${region}:${localAccount}:${resource}`;
  if (/^pool-[\w-]+$/.test(from)) return `arn:aws:sms-voice:${region}:${localAccount}:pool/${from}`;
  if (/^phone-[\w-]+$/.test(from)) return `arn:aws:sms-voice:${region}:${localAccount}:phone-number/${from}`;
  throw invalid(
    'INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
    'OriginationIdentity',
    'The origination identity is unknown',
  );
}

function readTimeToLive(input: Record<string, unknown>): void {
  const seconds = input['TimeToLive'];
  if (seconds === undefined) return;
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 5 && seconds <= 259_200) return;
  throw invalid('FIELD_VALIDATION_FAILED', 'TimeToLive', 'TimeToLive is from 5 to 259200 seconds');
}

/**
 * Reads a SendTextMessage request (SMS and Voice v2 API reference). Throws ValidationException, and NotImplemented for
 * members that the local cloud does not have.
 */
export function readTextSubmission(input: Record<string, unknown>, region: string): TextSubmission {
  const stranger = Object.keys(input).find((name) => !known.includes(name));
  if (stranger !== undefined) throw notImplemented(`the member ${stranger} of SendTextMessage`);
  const to = requiredText(input, 'DestinationPhoneNumber');
  if (!/^\+[1-9]\d{6,14}$/.test(to)) {
    throw invalid('FIELD_VALIDATION_FAILED', 'DestinationPhoneNumber', 'The destination is no E.164 number');
  }
  const body = requiredText(input, 'MessageBody');
  if (body.length > bodyCharactersMax) {
    throw invalid('FIELD_VALIDATION_FAILED', 'MessageBody', `MessageBody has at most ${bodyCharactersMax} characters`);
  }
  const messageType = optionalTextAt(input, 'MessageType') ?? 'TRANSACTIONAL';
  if (messageType !== 'TRANSACTIONAL' && messageType !== 'PROMOTIONAL') {
    throw invalid('FIELD_VALIDATION_FAILED', 'MessageType', 'MessageType is TRANSACTIONAL or PROMOTIONAL');
  }
  readTimeToLive(input);
  const from = requiredText(input, 'OriginationIdentity');
  const configurationSet = optionalTextAt(input, 'ConfigurationSetName');
  return { to, from, fromArn: arnOf(from, region), body, messageType, configurationSet, context: readContext(input) };
}
