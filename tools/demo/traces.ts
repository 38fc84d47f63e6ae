import type { Home } from '#catalogue/homes.ts';
import { sealedFieldsOf, sealingOf } from '#catalogue/readers/sealing.ts';
import type { FieldName, SealedFieldOf } from '#catalogue/index.ts';
import type { KeyClass } from '#catalogue/key-classes.ts';
import { isEnvelope, unsealField, type SubjectKey } from '#stores/sealing.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import type { DemoCloud, Row } from './demo-cloud.ts';
import { versionsOf, type ObjectVersion } from './operator.ts';

/** Tables in which a person's data lies under their id or names it. */
const personalTables = ['players', 'credentials', 'sessions', 'lookups', 'kyc', 'payments'] as const;

type PersonalTable = (typeof personalTables)[number];

/** Something of a person that somebody saw once and may try to read later. */
export type Trace =
  | { kind: 'row'; table: PersonalTable; pk: string; sk: string }
  | { kind: 'envelope'; table: PersonalTable; attribute: string; bytes: Uint8Array; recordIds: readonly string[] }
  | ({ kind: 'object' } & ObjectVersion);

function tracesOfRow(table: PersonalTable, row: Row): Trace[] {
  const [pk, sk] = [String(row['pk']), String(row['sk'])];
  const recordIds = [
    ...new Set([pk, ...sk.split('#'), ...Object.values(row).filter((value) => typeof value === 'string')]),
  ];
  const envelopes = Object.entries(row).flatMap(([attribute, bytes]): Trace[] =>
    bytes instanceof Uint8Array && isEnvelope(bytes) ? [{ kind: 'envelope', table, attribute, bytes, recordIds }] : [],
  );
  return [{ kind: 'row', table, pk, sk }, ...envelopes];
}

/** Takes down every trace of a person in tables and bucket: rows, copies of sealed values, versions of objects. */
export async function captureTraces(cloud: DemoCloud, playerId: string): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const table of personalTables) {
    const rows = await cloud.rows(table);
    const own = rows.filter((row) => row['pk'] === playerId || row['playerId'] === playerId);
    traces.push(...own.flatMap((row) => tracesOfRow(table, row)));
  }
  const versions = await versionsOf(cloud, playerId);
  return [...traces, ...versions.map((version): Trace => ({ kind: 'object', ...version }))];
}

const isSealed = (field: FieldName): field is SealedFieldOf<KeyClass> => sealingOf(field) !== undefined;

/**
 * Tries to open a copied envelope with every key that is left, as every field that its table seals, for every record id
 * that its row names. Answers the value, or undefined when nothing opens it.
 */
export async function tryToOpen(
  { table, bytes, recordIds }: Extract<Trace, { kind: 'envelope' }>,
  keys: readonly SubjectKey[],
): Promise<string | undefined> {
  const home: Home = table;
  const fields = sealedFieldsOf(home).filter(isSealed);
  const ways = keys.flatMap((key) =>
    fields.flatMap((field) => recordIds.map((recordId) => ({ key, field, recordId }))),
  );
  return collectUnsealings(
    () => {},
    async () => {
      for (const { key, field, recordId } of ways) {
        try {
          return unsealField(key, { field, recordId }, bytes);
        } catch {
          continue;
        }
      }
      return undefined;
    },
  );
}
