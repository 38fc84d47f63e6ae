import { describe, expect, it } from 'vitest';
import { stages } from '#lib/app.ts';
import { resourcesOf } from './templates.ts';

describe('mail', () => {
  it('comes from the domain of its region', () => {
    for (const { at, stage, properties } of resourcesOf('AWS::SES::EmailIdentity')) {
      expect(properties['EmailIdentity'], at).toBe(stages[stage]!.mailDomain);
    }
  });

  it('has a configuration set per class, and travels by TLS or not at all', () => {
    const names = resourcesOf('AWS::SES::ConfigurationSet', 'Local').map(({ properties }) => properties['Name']);
    expect(names).toEqual(['sesetoro-security', 'sesetoro-transactional', 'sesetoro-marketing', 'sesetoro-breach']);
    for (const { at, properties } of resourcesOf('AWS::SES::ConfigurationSet')) {
      expect(properties['DeliveryOptions'], at).toEqual({ TlsPolicy: 'REQUIRE' });
    }
  });

  it('about a breach also reaches people who complained about other mail', () => {
    for (const { at, properties } of resourcesOf('AWS::SES::ConfigurationSet')) {
      expect(properties['SuppressionOptions'].SuppressedReasons, at).toEqual(
        properties['Name'] === 'sesetoro-breach' ? ['BOUNCE'] : ['BOUNCE', 'COMPLAINT'],
      );
    }
  });

  it('is followed to delivery, bounce or complaint, and never watched for opening or clicks', () => {
    const destinations = resourcesOf('AWS::SES::ConfigurationSetEventDestination');
    expect(destinations).toHaveLength(resourcesOf('AWS::SES::ConfigurationSet').length);
    for (const { at, properties } of destinations) {
      expect(properties['EventDestination'].MatchingEventTypes, at).toEqual([
        'send',
        'delivery',
        'bounce',
        'complaint',
        'reject',
        'renderingFailure',
      ]);
      expect(properties['EventDestination'].EventBridgeDestination, at).toBeDefined();
    }
  });
});
