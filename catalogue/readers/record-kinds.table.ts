import { playerRecordKinds, type RecordKind } from './record-kinds.ts';

/** Every kind of record about players. Bundles hold it as data, worked out when they are built. */
export const recordKinds: readonly RecordKind[] = playerRecordKinds();
