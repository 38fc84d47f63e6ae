import { describe, expect, it } from 'vitest';
import { homes } from '#catalogue/homes.ts';
import { catalogue, fieldNames, isFieldName } from '#catalogue/index.ts';
import { keyClasses } from '#catalogue/key-classes.ts';
import { mayStandInLog } from '#catalogue/readers/redaction.ts';
import { sealingOf } from '#catalogue/readers/sealing.ts';
import { tables } from '#lib/tables.ts';
import {
  childOf,
  childrenOf,
  nodesOf,
  placeOf,
  sourcesBelow,
  textOf,
  type Source,
  type SyntaxNode,
} from './support/sources.ts';
import { systemAttributes } from './support/system-attributes.ts';

const stores = sourcesBelow('stores');

const memberNames = (source: Source, object: SyntaxNode) =>
  childrenOf(object, 'properties').flatMap((property) => {
    const key = childOf(property, 'key');
    return key === undefined ? [] : [textOf(source, key).replaceAll(/['"]/g, '')];
  });

/** Objects that are items: they say which version of their shape they have. */
function* writtenItems(source: Source): Generator<[SyntaxNode, string[]]> {
  for (const node of nodesOf(source.program)) {
    if (node.type !== 'ObjectExpression') continue;
    const names = memberNames(source, node);
    if (names.includes('schemaVersion')) yield [node, names];
  }
}

/** Schemas by which items are read: what is read was written. */
function* readItems(source: Source): Generator<[SyntaxNode, string[]]> {
  for (const node of nodesOf(source.program)) {
    const name = node.type === 'VariableDeclarator' ? childOf(node, 'id') : undefined;
    if (name === undefined || !/(Item|Link)Schema$/.test(textOf(source, name))) continue;
    const object = [...nodesOf(node)].find(({ type }) => type === 'ObjectExpression');
    if (object !== undefined) yield [object, memberNames(source, object)];
  }
}

/** Attributes that an update expression sets or adds to. */
function* updatedItems(source: Source): Generator<[SyntaxNode, string[]]> {
  for (const node of nodesOf(source.program)) {
    const key = node.type === 'Property' ? childOf(node, 'key') : undefined;
    if (key === undefined || textOf(source, key) !== 'UpdateExpression') continue;
    const literals = [...nodesOf(node)]
      .filter(({ type }) => type === 'Literal')
      .map((literal) => textOf(source, literal));
    const names = literals.flatMap((text) => [
      ...[...text.matchAll(/#?\b([a-zA-Z]\w*) = /g)].flatMap(([, name]) => name ?? []),
      ...[...text.matchAll(/\bADD #?(\w+)/g)].flatMap(([, name]) => name ?? []),
    ]);
    yield [node, names];
  }
}

describe('what stores write', () => {
  const declared = new Set(fieldNames.flatMap((name) => Object.values(catalogue[name].homes)));
  const system = new Set(Object.values(systemAttributes).flat());
  const undeclared = stores.flatMap((source) =>
    [...writtenItems(source), ...readItems(source), ...updatedItems(source)].flatMap(([node, names]) =>
      names
        .filter((name) => !declared.has(name) && !system.has(name))
        .map((name) => `${placeOf(source, node)} ${name}`),
    ),
  );

  it('is declared in the catalogue, or belongs to the machinery', () => {
    expect(undeclared).toEqual([]);
  });

  it('is looked at: the law sees items, schemas and updates', () => {
    for (const find of [writtenItems, readItems, updatedItems]) {
      expect(stores.flatMap((source) => [...find(source)]).length).toBeGreaterThan(5);
    }
  });

  it('is never called machinery when the catalogue calls it personal and seals it', () => {
    const sealed = fieldNames.filter((name) => sealingOf(name) !== undefined);
    expect(sealed.flatMap((name) => Object.values(catalogue[name].homes)).filter((name) => system.has(name))).toEqual(
      [],
    );
  });
});

describe('sealing', () => {
  it('names only fields that the catalogue seals', () => {
    const sealedNames = sourcesBelow('stores', 'functions').flatMap((source) =>
      [...source.text.matchAll(/(?:un)?sealField\([^;]*?field: '(\w+)'/gs)].flatMap(([, name]) => name ?? []),
    );
    expect(sealedNames.length).toBeGreaterThan(5);
    expect(sealedNames.filter((name) => !isFieldName(name) || sealingOf(name) === undefined)).toEqual([]);
  });
});

describe('vocabularies of the house', () => {
  it('homes of kind table are the tables of the region', () => {
    const homeTables = Object.entries(homes).flatMap(([name, { kind }]) => (kind === 'table' ? [name] : []));
    expect(homeTables.toSorted()).toEqual(Object.keys(tables).toSorted());
  });

  it('every home holds something that is declared, or says by its words that it holds none', () => {
    const used = new Set(fieldNames.flatMap((name) => Object.keys(catalogue[name].homes)));
    expect(Object.keys(homes).filter((home) => !used.has(home))).toEqual(['api-access-logs']);
  });

  it('every class of subject key seals something', () => {
    const used = new Set(fieldNames.flatMap((name) => sealingOf(name)?.keyClass ?? []));
    expect(keyClasses.filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('what leaves the tables', () => {
  const fieldsOfInterface = (file: string, name: string): string[] => {
    const source = sourcesBelow(file.split('/').slice(0, -1).join('/')).find((each) => each.file === file);
    if (source === undefined) throw new Error(`${file} does not exist`);
    const found = [...nodesOf(source.program)].find((node) => {
      const id = node.type === 'TSInterfaceDeclaration' ? childOf(node, 'id') : undefined;
      return id !== undefined && textOf(source, id) === name;
    });
    const body = found && childOf(found, 'body');
    if (body === undefined) throw new Error(`${file} does not declare ${name}`);
    return childrenOf(body, 'body').flatMap((member) => {
      const key = childOf(member, 'key');
      return key === undefined ? [] : [textOf(source, key)];
    });
  };

  it.each([
    ['functions/edge/log.ts', 'LogFields'],
    ['domain/decision.ts', 'DomainEvent'],
    ['domain/decision.ts', 'AuditEntry'],
  ])('%s %s has no member that is a personal field', (...[file, name]) => {
    const members = fieldsOfInterface(file, name);
    expect(members.length).toBeGreaterThan(3);
    expect(members.filter((member) => !mayStandInLog(member))).toEqual([]);
  });

  it('messages of queues hold no personal field', () => {
    const members = sourcesBelow('functions').flatMap((source) =>
      [...nodesOf(source.program)].flatMap((node) => {
        const name = node.type === 'VariableDeclarator' ? childOf(node, 'id') : undefined;
        if (name === undefined || !/[mM]essageSchema$/.test(textOf(source, name))) return [];
        return [...nodesOf(node)]
          .filter(({ type }) => type === 'ObjectExpression')
          .flatMap((object) => memberNames(source, object));
      }),
    );
    expect(members.filter((member) => !mayStandInLog(member))).toEqual([]);
  });
});
