import { describe, expect, it } from 'vitest';
import { homes, type Home } from '#catalogue/homes.ts';
import { catalogue, fieldNames, playerFieldNames } from '#catalogue/index.ts';
import { attributesOf, exportedFields, withheldFields } from '#domain/export/attributes.table.ts';
import { columnsOf, describedRecord, heldValues, isTold } from '#domain/export/record.ts';
import { excludedHomes, sourceNames, sourceOf } from '#domain/export/sources.ts';

const homeNames = Object.keys(homes) as Home[];
const collected = new Set<Home>(sourceNames.map((source) => sourceOf(source).home));

describe('a copy of everything held', () => {
  it('collects every home, or says in both languages why it leaves it out; never both', () => {
    for (const home of homeNames) expect([home, collected.has(home)]).not.toEqual([home, home in excludedHomes]);
    for (const words of Object.values(excludedHomes)) {
      expect(words.en.length).toBeGreaterThan(10);
      expect(words.id.length).toBeGreaterThan(10);
    }
  });

  it('has every field about players among its columns, or among what it withholds with the reason', () => {
    const withheld = new Set(withheldFields.map(({ field }) => field));
    const columns = new Set(sourceNames.flatMap(columnsOf));
    /** The person, whom every record is about, and the bytes of documents, which are files of their own. */
    const elsewhere = new Set(['playerId', 'identityDocument', 'proofOfAddress']);
    for (const field of playerFieldNames) {
      const { included } = catalogue[field].inExport;
      expect(withheld.has(field), field).toBe(!included);
      if (included && !elsewhere.has(field)) expect(columns, field).toContain(field);
    }
  });

  it('never has a column that the catalogue keeps out, nor one without a label', () => {
    const structural = new Set(['record', 'at', 'by']);
    for (const column of sourceNames.flatMap(columnsOf).filter((name) => !structural.has(name))) {
      const field = fieldNames.find((name) => name === column);
      expect(field && catalogue[field].inExport.included, column).toBe(true);
      expect(field && exportedFields[field]?.label.id.length, column).toBeGreaterThan(2);
    }
  });

  it('leaves no attribute of two fields to chance: the kind of record decides, or it is left out', () => {
    const shared = sourceNames.flatMap((source) =>
      Object.entries(attributesOf[source]).flatMap(([attribute, fields]) =>
        fields.length > 1 ? [`${source}.${attribute}`] : [],
      ),
    );
    expect(shared.toSorted()).toEqual([
      'announcements.recordId',
      'documents.body',
      'evidence.actorId',
      'evidence.at',
      'evidence.pk',
      'identity.decidedAt',
      'identity.outcome',
      'identity.reason',
      'identity.state',
    ]);
  });
});

describe('a record of a copy', () => {
  const fieldsOf = (...given: Parameters<typeof heldValues>) => heldValues(...given).map(({ field }) => field);

  it('takes from an attribute the field of its kind', () => {
    const at = '2026-01-01T00:00:00.000Z';
    const document = { pk: 'p', sk: 'document#d', state: 'approved', decidedAt: at };
    expect(fieldsOf('identity', document)).toEqual(['documentState', 'documentDecisionTime']);
    expect(fieldsOf('identity', { ...document, sk: 'review' })).toEqual(['reviewState', 'reviewDecisionTime']);
    expect(describedRecord('identity', document)).toEqual({ record: 'document', documentId: 'd' });
  });

  it('tells who acted as a kind, and an id only where it is the person', () => {
    const row = {
      pk: 'document#d',
      sk: 's',
      at: 't',
      action: 'document-viewed',
      actorKind: 'staff',
      actorId: 'somebody',
    };
    expect(JSON.stringify([heldValues('evidence', row), describedRecord('evidence', row)])).not.toContain('somebody');
    expect(describedRecord('evidence', row)).toMatchObject({ record: 'document', by: 'staff' });
    expect(fieldsOf('evidence', { ...row, actorKind: 'player' })).toContain('auditActor');
  });

  it('never tells that somebody was compared with a list', () => {
    expect(isTold('identity', { sk: 'screening', outcome: 'match' })).toBe(false);
    expect(fieldsOf('identity', { sk: 'screening', outcome: 'match' })).toEqual([]);
    for (const action of ['player-screened', 'screening-reviewed']) expect(isTold('evidence', { action })).toBe(false);
    expect(isTold('evidence', { action: 'session-begun' })).toBe(true);
  });
});
