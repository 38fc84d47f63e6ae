import type { Cursor } from './cursor.ts';
import type { Path } from './syntax.ts';

/** Parses a projection expression to its end. Throws ValidationException. */
export function parseProjection(cursor: Cursor): Path[] {
  const paths = [cursor.takePath()];
  while (cursor.take(',')) paths.push(cursor.takePath());
  cursor.expectEnd();
  return paths;
}
