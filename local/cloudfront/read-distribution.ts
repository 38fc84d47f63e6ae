import { isRecord, listAt, optionalTextAt, recordAt, recordsAt, textAt, textsAt } from '../template/properties.ts';
import type { Properties } from '../template/properties.ts';
import type { Stage } from '../template/stage.ts';

/** What a distribution lets through of a request, and what it adds. */
export interface DistributionSettings {
  methods: readonly string[];
  /** Lower-case names of request headers that reach the origin. */
  headers: ReadonlySet<string>;
  passesCookies: boolean;
  passesQuery: boolean;
  /** Sent to the origin with every request. */
  customHeaders: Readonly<Record<string, string>>;
}

/** Headers that say how long a body is: it reaches the origin whatever the policies say. */
const headersAlways = ['content-length', 'transfer-encoding'];

const behaviourMembers: readonly string[] = [
  'AllowedMethods',
  'CachePolicyId',
  'Compress',
  'OriginRequestPolicyId',
  'TargetOriginId',
  'ViewerProtocolPolicy',
];

function policyAt(stage: Stage, type: string, id: string): Properties {
  const found = stage.resources(type).find(({ name }) => name === id);
  if (found === undefined) throw new Error(`The template declares no ${type} ${id}`);
  return found.properties;
}

function headersOf(config: Properties): readonly string[] {
  const { HeaderBehavior: behaviour, Headers: headers } = recordAt(config, 'HeadersConfig');
  if (behaviour !== 'none' && behaviour !== 'whitelist') {
    throw new Error(`The local cloud does not know the header behaviour ${String(behaviour)}`);
  }
  return listAt({ headers }, 'headers').map((name) => String(name).toLowerCase());
}

function passes(configs: readonly Properties[], kind: 'Cookie' | 'QueryString'): boolean {
  const behaviours = configs.map((config) => optionalTextAt(recordAt(config, `${kind}sConfig`), `${kind}Behavior`));
  const stranger = behaviours.find((each) => each !== 'all' && each !== 'none');
  if (stranger !== undefined) throw new Error(`The local cloud does not know the ${kind} behaviour ${stranger}`);
  return behaviours.includes('all');
}

function refuseWhatIsKept(config: Properties): void {
  if (Number(config['MinTTL'] ?? 0) > 0 || Number(config['DefaultTTL'] ?? 0) > 0) {
    throw new Error('The local cloud keeps no answers: it knows cache policies without a time only');
  }
}

function customHeadersOf(distribution: Properties, originId: string): Record<string, string> {
  const origin = recordsAt(distribution, 'Origins').find((each) => each['Id'] === originId);
  if (origin === undefined) throw new Error(`The distribution has no origin ${originId}`);
  const headers = recordsAt(origin, 'OriginCustomHeaders');
  return Object.fromEntries(
    headers.map((header) => [textAt(header, 'HeaderName').toLowerCase(), textAt(header, 'HeaderValue')]),
  );
}

/**
 * Reads the distribution of the stage; undefined when it has none. Throws an Error that names what the local cloud does not
 * do: several distributions or behaviours, functions at the edge, answers that are kept.
 */
export function readDistribution(stage: Stage): DistributionSettings | undefined {
  const [distribution, second] = stage.resources('AWS::CloudFront::Distribution');
  if (distribution === undefined) return undefined;
  const config = recordAt(distribution.properties, 'DistributionConfig');
  const behaviour = recordAt(config, 'DefaultCacheBehavior');
  const strangers = Object.keys(behaviour).filter((name) => !behaviourMembers.includes(name));
  if (second !== undefined || isRecord(config['CacheBehaviors']) || listAt(config, 'CacheBehaviors').length > 0) {
    throw new Error('The local cloud serves one distribution with one behaviour');
  }
  if (strangers.length > 0) throw new Error(`The local cloud does not know ${strangers.join(', ')} of a behaviour`);
  const cache = recordAt(
    policyAt(stage, 'AWS::CloudFront::CachePolicy', textAt(behaviour, 'CachePolicyId')),
    'CachePolicyConfig',
  );
  const request = recordAt(
    policyAt(stage, 'AWS::CloudFront::OriginRequestPolicy', textAt(behaviour, 'OriginRequestPolicyId')),
    'OriginRequestPolicyConfig',
  );
  refuseWhatIsKept(cache);
  const configs = [recordAt(cache, 'ParametersInCacheKeyAndForwardedToOrigin'), request];
  return {
    methods: textsAt(behaviour, 'AllowedMethods'),
    headers: new Set([...headersAlways, ...configs.flatMap(headersOf)]),
    passesCookies: passes(configs, 'Cookie'),
    passesQuery: passes(configs, 'QueryString'),
    customHeaders: customHeadersOf(config, textAt(behaviour, 'TargetOriginId')),
  };
}
