import { randomUUID } from 'node:crypto';
import { AwsError, notImplemented } from '#local/aws-error.ts';
import type { Clock } from '#local/clock.ts';
import { openDatabase } from '#local/database.ts';
import { localAccount, type Need } from '#local/identity.ts';
import { openSmsInbox, type SmsInbox } from '#local/sms-voice/inbox.ts';
import { readTextSubmission } from '#local/sms-voice/text-submission.ts';
import { optionalTextAt, type Properties } from '#local/template/properties.ts';

/** The engine of text messages: AWS End User Messaging SMS (SMS and Voice v2), of which SendTextMessage is known. */
export interface SmsVoice {
  /** Adds an `AWS::SMSVOICE::ConfigurationSet`. */
  addConfigurationSet(properties: Properties): void;
  /** Performs an operation. Throws AwsError. */
  handle(operation: string, input: Record<string, unknown>): Record<string, unknown>;
  /** The permissions that a request amounts to: of the origination identity, and of the configuration set. */
  needsOf(operation: string, input: Record<string, unknown>): readonly Need[];
  inbox: SmsInbox;
  close(): void;
}

/** Settings of the engine. `folder` keeps messages over restarts. */
export interface SmsVoiceOptions {
  folder?: string;
  clock: Clock;
  region: string;
}

function expectSending(operation: string): void {
  if (operation !== 'SendTextMessage') throw notImplemented(`sms-voice ${operation}`);
}

/** Opens the engine. Pools, numbers and sender ids are bought and registered outside of templates: any is taken. */
export function openSmsVoice({ folder, clock, region }: SmsVoiceOptions): SmsVoice {
  const database = openDatabase(folder, 'sms-voice');
  const inbox = openSmsInbox(database);
  const sets = new Set<string>();
  return {
    addConfigurationSet(properties) {
      const stranger = Object.keys(properties).find(
        (name) => !['ConfigurationSetName', 'ProtectConfigurationId', 'Tags'].includes(name),
      );
      if (stranger !== undefined) throw notImplemented(`${stranger} of AWS::SMSVOICE::ConfigurationSet`);
      sets.add(optionalTextAt(properties, 'ConfigurationSetName') ?? '');
    },
    handle(operation, input) {
      expectSending(operation);
      const { fromArn: _arn, ...submission } = readTextSubmission(input, region);
      const { configurationSet } = submission;
      if (configurationSet !== undefined && !sets.has(configurationSet)) {
        const members = { ResourceType: 'configuration-set', ResourceId: configurationSet };
        throw new AwsError('ResourceNotFoundException', 'The configuration set does not exist', { members });
      }
      const messageId = randomUUID();
      inbox.add({ ...submission, messageId, atMs: clock.now() });
      return { MessageId: messageId };
    },
    needsOf(operation, input) {
      expectSending(operation);
      const { fromArn, configurationSet } = readTextSubmission(input, region);
      const arns = [fromArn];
      if (configurationSet !== undefined) {
        arns.push(`arn:aws:sms-voice:${region}:${localAccount}:configuration-set/${configurationSet}`);
      }
      return arns.map((resource) => ({ action: 'sms-voice:SendTextMessage', resource, context: {} }));
    },
    inbox: { messages: (query) => inbox.messages(query), clear: () => inbox.clear() },
    close: () => database.close(),
  };
}
