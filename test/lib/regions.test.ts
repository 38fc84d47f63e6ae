import { createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { findJurisdiction, isOpen } from '#catalogue/jurisdictions/index.ts';
import { localStageName, stages } from '#lib/app.ts';
import {
  localProcessorIds,
  localProcessorKeyId,
  localProcessorPrivateKey,
  localProcessorPublicKeyBase64,
} from '#lib/local-processor-keys.ts';
import { localRegion, regions } from '#lib/regions.ts';
import { templatesByStage, type StackTemplate, type TemplateValue } from './templates.ts';

describe('regions', () => {
  it('are Jakarta first, then Singapore and Ireland, each once', () => {
    expect(regions.map(({ region }) => region)).toEqual(['ap-southeast-3', 'ap-southeast-1', 'eu-west-1']);
    expect(Object.keys(stages)).toEqual([...regions.map(({ region }) => region), localStageName]);
  });

  it('keep every jurisdiction closed until a person records a licence', () => {
    for (const { region, jurisdictions } of regions) {
      for (const [code, { licenceReference }] of Object.entries(jurisdictions)) {
        expect(licenceReference, `${region} ${code}`).toBeNull();
      }
    }
  });

  it('serve only jurisdictions whose law is in the table, and none of them is open where we deploy', () => {
    for (const region of regions) {
      for (const code of Object.keys(region.jurisdictions)) {
        const jurisdiction = findJurisdiction(code);
        expect(jurisdiction, code).toBeDefined();
        expect(isOpen(jurisdiction!, region), code).toMatchObject({ open: false });
      }
    }
  });

  it('have mail domains and web origins of their own, and origins are HTTPS', () => {
    expect(new Set(regions.map(({ mailDomain }) => mailDomain)).size).toBe(regions.length);
    const origins = regions.flatMap(({ webOrigins }) => webOrigins);
    expect(new Set(origins).size).toBe(origins.length);
    for (const origin of origins) expect(origin).toMatch(/^https:\/\/[a-z.-]+$/);
  });

  it('need at least one approval by somebody else before a breach notice is sent', () => {
    for (const { breachApprovalsRequired } of [...regions, localRegion]) {
      expect(breachApprovalsRequired).toBeGreaterThanOrEqual(1);
    }
  });

  it('compare players with a source that a person contracted: none yet, and only by TLS', () => {
    for (const { region, screening } of regions) {
      if (screening?.kind === 'service') expect(screening.url, region).toMatch(/^https:/);
      else expect(screening, region).toBeNull();
    }
    expect(localRegion.screening).toEqual({ kind: 'list' });
  });

  it('that are deployed trust no processor whose private key everybody can derive', () => {
    const worthless = new Set(localProcessorIds.map(localProcessorPublicKeyBase64));
    expect(worthless.size).toBe(localProcessorIds.length);
    for (const { region, processors } of regions) {
      const trusted = Object.values(processors).flatMap(({ publicKeys }) => publicKeys);
      const leaked = trusted.filter(
        ({ keyId, publicKeyBase64 }) => worthless.has(publicKeyBase64) || keyId.startsWith('local-'),
      );
      expect(leaked, region).toEqual([]);
      const templates = JSON.stringify(templatesByStage()[region]!.map(({ template }) => template));
      for (const key of worthless) expect(templates.includes(key), region).toBe(false);
    }
  });
});

describe('the local stage', () => {
  it('belongs to an account that nobody has, so that it cannot be deployed', () => {
    expect(localRegion.account).toBe('000000000000');
    expect(regions.map(({ account }) => account)).toEqual(regions.map(() => undefined));
  });

  it('opens jurisdictions by licences that obviously do not exist', () => {
    for (const { licenceReference } of Object.values(localRegion.jurisdictions)) {
      expect(licenceReference).toMatch(/^FICTITIOUS-LOCAL-/);
    }
    expect(localRegion.jurisdictions['ID']?.minimumAgeYears).toBeGreaterThanOrEqual(18);
  });

  it('has two jurisdictions open at least, so that flows across languages can be played', () => {
    const open = Object.keys(localRegion.jurisdictions).filter(
      (code) => isOpen(findJurisdiction(code)!, localRegion).open,
    );
    expect(open).toContain('ID');
    expect(open.length).toBeGreaterThanOrEqual(2);
  });

  it('has a processor per method of payment, whose signatures verify with the public key it trusts', () => {
    for (const id of localProcessorIds) {
      const processor = localRegion.processors[id]!;
      expect(processor.methods).toEqual([id]);
      expect(processor.publicKeys[0]?.keyId).toBe(localProcessorKeyId(id));
      const raw = Buffer.from(processor.publicKeys[0]!.publicKeyBase64, 'base64');
      expect(raw).toHaveLength(32);
      const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
      const signature = sign(null, Buffer.from('signed'), localProcessorPrivateKey(id));
      const publicKey = createPublicKey({ key: spki, format: 'der', type: 'spki' });
      expect(verify(null, Buffer.from('signed'), publicKey, signature)).toBe(true);
    }
  });

  it('differs from Jakarta in what is named here and in nothing else', () => {
    const named = [
      /\.Environment\.Variables\.REGION_SETTINGS$/,
      /\.CorsConfiguration\.AllowOrigins\.[01]$/,
      /\.CorsConfiguration\.CorsRules\.0\.AllowedOrigins\.[01]$/,
      /\.(CallbackURLs|LogoutURLs)\.[01]$/,
    ];
    const differences = differencesBetween(templatesByStage()['ap-southeast-3']!, templatesByStage()[localStageName]!);
    expect(differences.length).toBeGreaterThan(0);
    expect(differences.filter((at) => !named.some((each) => each.test(at)))).toEqual([]);
    for (const each of named)
      expect(
        differences.some((at) => each.test(at)),
        String(each),
      ).toBe(true);
  });
});

describe('isolation of regions', () => {
  it('lets no template name another region', () => {
    const names = [...regions.map(({ region }) => region), 'us-east-1'];
    for (const [stage, stacks] of Object.entries(templatesByStage())) {
      const own = stages[stage]!.region;
      const { certificateArn } = stages[stage]!;
      // CloudFront finds certificates in us-east-1 only; nothing personal is in one.
      const text = JSON.stringify(stacks.map(({ template }) => template)).replaceAll(certificateArn ?? 'none', '');
      for (const other of names.filter((name) => name !== own)) {
        expect(text.includes(other), `${stage} names ${other}`).toBe(false);
      }
    }
  });

  it('gives each region the same resources, whatever its settings', () => {
    const shapes = Object.values(templatesByStage()).map((stacks) =>
      stacks.map(({ name, resources }) => [name, Object.keys(resources)]),
    );
    for (const shape of shapes) expect(shape).toEqual(shapes[0]);
  });
});

function differencesBetween(left: readonly StackTemplate[], right: readonly StackTemplate[]): string[] {
  const byName = (stacks: readonly StackTemplate[]) =>
    Object.fromEntries(stacks.map(({ name, template }) => [name, inLocalAccount(template)]));
  return differences(byName(left), byName(right), '');
}

function differences(left: unknown, right: unknown, at: string): string[] {
  if (Object.is(left, right)) return [];
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return [at];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].flatMap((key) =>
    differences(Reflect.get(left, key), Reflect.get(right, key), at === '' ? key : `${at}.${key}`),
  );
}

/** A template as it is where the account is known: references to the account become text, and texts are joined. */
function inLocalAccount(value: TemplateValue): TemplateValue {
  if (Array.isArray(value)) return value.map(inLocalAccount);
  if (typeof value !== 'object' || value === null) return value;
  if (value.Ref === 'AWS::AccountId') return localRegion.account;
  const inside = Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inLocalAccount(each)]));
  const parts = inside['Fn::Join']?.[1];
  if (!Array.isArray(parts) || inside['Fn::Join'][0] !== '') return inside;
  const joined = parts.reduce<TemplateValue[]>((done, part) => {
    const last = done.at(-1);
    return typeof part === 'string' && typeof last === 'string' ? [...done.slice(0, -1), last + part] : [...done, part];
  }, []);
  return joined.length === 1 ? joined[0] : { 'Fn::Join': ['', joined] };
}
