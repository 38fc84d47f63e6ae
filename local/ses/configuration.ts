import { AwsError, notImplemented } from '#local/aws-error.ts';
import { domainOf } from '#local/ses/address.ts';
import { recordAt, optionalTextAt, textAt, textsAt, type Properties } from '#local/template/properties.ts';

/** The kinds of mail event, as event destinations name them. */
export const eventTypes = ['SEND', 'DELIVERY', 'BOUNCE', 'COMPLAINT', 'REJECT', 'RENDERING_FAILURE'] as const;
/** One kind of mail event. */
export type EventType = (typeof eventTypes)[number];

/** Kinds that a destination may ask for and that never occur locally: nobody opens mail here and no server is slow. */
const unheardOf = ['OPEN', 'CLICK', 'DELIVERY_DELAY', 'SUBSCRIPTION'];

/** A verified identity: a domain or one address. */
export interface Identity {
  name: string;
  defaultConfigurationSet?: string;
}

/** A configuration set and the kinds of event that go to the event bus. */
export interface ConfigurationSet {
  name: string;
  sendingEnabled: boolean;
  /** Reasons of the suppression list that it heeds; SES's default is both. */
  suppressedReasons: readonly string[];
  publishes: Set<EventType>;
}

/** What the templates declare about mail. */
export interface Configuration {
  /** Adds an `AWS::SES::EmailIdentity`, verified at once. */
  addIdentity(properties: Properties): void;
  /** Adds an `AWS::SES::ConfigurationSet`. */
  addConfigurationSet(properties: Properties): void;
  /** Adds an `AWS::SES::ConfigurationSetEventDestination`. */
  addEventDestination(properties: Properties): void;
  /** The identity that covers an address: the address itself, its domain, or a parent of it. */
  identityOf(address: string): Identity | undefined;
  /** Finds a configuration set; throws NotFoundException. */
  configurationSet(name: string): ConfigurationSet;
}

/** CloudFormation writes `renderingFailure` where the API writes `RENDERING_FAILURE`. */
function readEventType(text: string): EventType | undefined {
  const name = text.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase();
  const type = eventTypes.find((known) => known === name);
  if (type === undefined && !unheardOf.includes(name)) throw notImplemented(`the mail event ${text}`);
  return type;
}

function readPublished(destination: Properties): EventType[] {
  if (destination['Enabled'] === false || destination['CloudWatchDestination'] !== undefined) return [];
  if (destination['EventBridgeDestination'] === undefined) {
    throw notImplemented(`the event destination ${optionalTextAt(destination, 'Name') ?? ''} that is not EventBridge`);
  }
  return textsAt(destination, 'MatchingEventTypes').flatMap((text) => readEventType(text) ?? []);
}

function readSuppressedReasons(properties: Properties): readonly string[] {
  const options = recordAt(properties, 'SuppressionOptions');
  return options['SuppressedReasons'] === undefined ? ['BOUNCE', 'COMPLAINT'] : textsAt(options, 'SuppressedReasons');
}

function coveringNames(address: string): string[] {
  const labels = domainOf(address).split('.');
  return [address.toLowerCase(), ...labels.map((_, index) => labels.slice(index).join('.'))];
}

/** Opens an empty configuration; the templates fill it at each start. */
export function openConfiguration(): Configuration {
  const identities = new Map<string, Identity>();
  const sets = new Map<string, ConfigurationSet>();
  const configurationSet = (name: string): ConfigurationSet => {
    const set = sets.get(name);
    if (set) return set;
    throw new AwsError('NotFoundException', `Configuration set <${name}> does not exist.`, { status: 404 });
  };
  return {
    addIdentity(properties) {
      const name = textAt(properties, 'EmailIdentity').toLowerCase();
      const attributes = recordAt(properties, 'ConfigurationSetAttributes');
      const defaultConfigurationSet = optionalTextAt(attributes, 'ConfigurationSetName');
      identities.set(name, { name, ...(defaultConfigurationSet && { defaultConfigurationSet }) });
    },
    addConfigurationSet(properties) {
      const name = textAt(properties, 'Name');
      sets.set(name, {
        name,
        sendingEnabled: recordAt(properties, 'SendingOptions')['SendingEnabled'] !== false,
        suppressedReasons: readSuppressedReasons(properties),
        publishes: new Set(),
      });
    },
    addEventDestination(properties) {
      const { publishes } = configurationSet(textAt(properties, 'ConfigurationSetName'));
      for (const type of readPublished(recordAt(properties, 'EventDestination'))) publishes.add(type);
    },
    identityOf: (address) =>
      coveringNames(address)
        .map((name) => identities.get(name))
        .find((identity) => identity !== undefined),
    configurationSet,
  };
}
