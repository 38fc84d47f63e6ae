import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import type { FieldDeclaration, PlainKind } from '#catalogue/field.ts';
import { homes, type Home } from '#catalogue/homes.ts';
import { catalogue, fieldNames, isFieldName } from '#catalogue/index.ts';
import { processors } from '#catalogue/processors.ts';
import { categories, lawfulGrounds, purposes } from '#catalogue/purposes.ts';
import { keyClasses } from '#catalogue/key-classes.ts';
import { retentionClasses } from '#catalogue/retention.ts';
import { usesOf } from '#catalogue/readers/document.ts';

const declared = fieldNames.map((name): [string, FieldDeclaration] => [name, catalogue[name]]);

describe.each(declared)('the declaration of %s', (name, field) => {
  it('says what it is called in every language, and differently where the languages differ', () => {
    expect(field.label.en.length).toBeGreaterThan(2);
    expect(field.label.id.length).toBeGreaterThan(2);
  });

  it('has at least one purpose, each allowed by the clause of its category and resting on a known ground', () => {
    const uses = usesOf(name as keyof typeof catalogue);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses).toHaveLength(Object.keys(field.purposes).length);
    for (const { purpose, ground } of uses) {
      expect(categories[field.category].purposes).toContain(purpose);
      expect(Object.keys(lawfulGrounds)).toContain(ground);
    }
  });

  it('lies in at least one known home, under a named attribute', () => {
    const places = Object.entries(field.homes);
    expect(places.length).toBeGreaterThan(0);
    for (const [home, attribute] of places) {
      expect(Object.keys(homes)).toContain(home);
      expect(attribute).toMatch(/^[a-z][A-Za-z]*$/);
    }
  });

  it('has a known retention class and a schema that refuses nonsense', () => {
    expect(Object.keys(retentionClasses)).toContain(field.retention);
    expect(field.schema().safeParse({ not: Symbol('declared') }).success).toBe(false);
  });

  it('gives a reason wherever it stays out of the copy or survives an erasure', () => {
    if (!field.inExport.included) expect(field.inExport.because.length).toBeGreaterThan(10);
    if (field.onErasure.action === 'keep') expect(field.onErasure.ground.length).toBeGreaterThan(10);
    if (field.onErasure.action === 'anonymise') expect(field.onErasure.how.length).toBeGreaterThan(10);
  });

  it('never appears in a log as it is, unless it is an opaque id or a coded state', () => {
    if (field.inLogs === 'plain') {
      expect(field.cover).toBe('plain');
      expect(['opaque-id', 'state']).toContain(field.cover === 'plain' ? field.plainBecause : undefined);
    }
  });

  it('lies in a log group only if a log line may carry it', () => {
    const places = Object.keys(field.homes) as Home[];
    if (places.some((home) => homes[home].kind === 'log-group')) expect(field.inLogs).toBe('plain');
  });
});

describe('covers', () => {
  const sensitive = [
    'email',
    'addressName',
    'fullName',
    'birthDate',
    'phone',
    'accountNumber',
    'identityNumber',
    'bankAccount',
    'transferConfirmation',
    'unmatchedConfirmation',
  ] as const;

  it.each(sensitive)('seals %s under the key of its subject (C2, C42)', (name) => {
    expect(catalogue[name].cover).toBe('sealed');
  });

  it('keeps passwords and secrets only as one-way hashes (C12, C64)', () => {
    const secrets = [
      'passwordHash',
      'sessionSecretHash',
      'refreshFamilyHash',
      'refreshSecretHash',
      'replacedRefreshHash',
      'mailTokenHash',
    ] as const;
    for (const name of secrets) {
      expect(catalogue[name].cover).toBe('hashed');
    }
  });

  it('keeps identity documents encrypted and in another home than credentials (C65)', () => {
    const documentHomes = new Set(Object.keys(catalogue.identityDocument.homes));
    const credentialHomes = Object.keys(catalogue.passwordHash.homes);
    expect(catalogue.identityDocument.cover).toBe('encrypted-object');
    expect(credentialHomes.filter((home) => documentHomes.has(home))).toEqual([]);
  });

  it('leaves plain only what design 3 lists', () => {
    const allowed: PlainKind[] = [
      'opaque-id',
      'jurisdiction',
      'language',
      'state',
      'time',
      'amount',
      'currency',
      'method',
      'count',
    ];
    for (const [, field] of declared) if (field.cover === 'plain') expect(allowed).toContain(field.plainBecause);
  });

  /** They have an end of their own, before that of the class. */
  const endingSooner = new Set(['unmatchedConfirmation', 'newEmail', 'previousEmail']);
  it('seals under the class by which the field is retained, or under one that ends no earlier than the field must', () => {
    for (const [name, field] of declared) {
      const endsWithDays = field.retention === 'login' || field.retention === 'login-address';
      if (field.cover !== 'sealed' || endingSooner.has(name) || endsWithDays) continue;
      expect(field.retention).toBe(field.keyClass);
    }
  });
});

describe('what the policy collects', () => {
  it.each([
    ['C10', ['email', 'fullName', 'birthDate', 'phone']],
    ['C11', ['accountNumber']],
    ['C12', ['passwordHash']],
    ['C13', ['identityNumber']],
    ['C14', ['identityDocument']],
    ['C15', ['proofOfAddress']],
    ['C18', ['transferConfirmation', 'bankAccount']],
    ['C19', ['depositAmount', 'depositTime', 'depositMethod']],
    ['C21', ['loginTime']],
    ['C22', ['deviceKind']],
  ])('is declared for %s', (_clause, names) => {
    for (const name of names) expect(isFieldName(name)).toBe(true);
  });

  it('has no field that could hold a full payment credential (C17)', () => {
    expect(fieldNames.filter((name) => /card|cvv|cvc|pin$|expiry/i.test(name))).toEqual([]);
    expect(catalogue.bankAccount.schema()).toBeInstanceOf(z.ZodObject);
  });
});

describe('vocabularies', () => {
  it('binds every purpose and category to a clause', () => {
    for (const { clause } of [...Object.values(purposes), ...Object.values(categories)])
      expect(clause).toMatch(/^C\d+$/);
  });

  it('ends every class of subject key by its own retention class', () => {
    for (const name of keyClasses) expect(retentionClasses[name].anchor).toBe('account-closed');
  });

  it('registers a processor for each payment method, and claims no agreement that nobody recorded', () => {
    const methods = Object.values(processors).filter(({ kind }) => kind === 'payment');
    expect(methods).toHaveLength(4);
    for (const { agreementReference } of Object.values(processors)) expect(agreementReference).toBeNull();
  });
});
