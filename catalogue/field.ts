import type * as z from 'zod';
import type { Home } from './homes.ts';
import type { Category, LawfulGround, PurposeOf } from './purposes.ts';
import type { KeyClass } from './key-classes.ts';
import type { RetentionClass } from './retention.ts';
import type { Words } from './words.ts';

/** Why a plain field may be plain: the closed list of design 3. */
export type PlainKind =
  'opaque-id' | 'jurisdiction' | 'language' | 'state' | 'time' | 'amount' | 'currency' | 'method' | 'count';

/** What happens to a field when its subject's data is erased. */
export type OnErasure =
  | { action: 'delete' }
  /** The value stays, its link to the person goes. */
  | { action: 'anonymise'; how: string }
  /** Kept until its retention class ends, because a law says so. */
  | { action: 'keep'; ground: string };

/** Whether the subject gets the field in a copy of their data, under its label; if not, why not. */
export type InExport = { included: true } | { included: false; because: string };

/**
 * How a field is covered where it lies:
 * - `sealed`: AES-256-GCM under the data key of the subject and class;
 * - `encrypted-object`: an object of a bucket, SSE-KMS under the bucket's own key; links only while the class's key lives;
 * - `blind-indexed`: a keyed HMAC that finds a value and never shows it;
 * - `hashed`: one way, argon2id for passwords and SHA-256 for secrets of 256 bits and to tell a repeated message;
 * - `plain`: opaque ids, jurisdiction, language, states, times, amounts, counts, currency and method only.
 */
type Covered =
  | { cover: 'sealed' | 'encrypted-object'; keyClass: KeyClass }
  | { cover: 'blind-indexed' | 'hashed' }
  | { cover: 'plain'; plainBecause: PlainKind };

type Classified = {
  [C in Category]: {
    category: C;
    /** Each purpose with its lawful ground; only those that the clause of the category allows (C42-C46). */
    purposes: Readonly<Partial<Record<PurposeOf<C>, LawfulGround>>>;
  };
}[Category];

interface Described {
  /** Makes the schema of the valid value, in the clear. Made on demand: most functions never ask, and start sooner. */
  schema: () => z.ZodType;
  /** What the field is called in notices, breach letters and exports. */
  label: Words;
  retention: RetentionClass;
  /** Every place where the field lies, with the attribute that holds it there (`pk` and `sk` when it is part of a key). */
  homes: Readonly<Partial<Record<Home, string>>>;
  /** `plain` only for opaque ids; everything else never appears in a log line. */
  inLogs: 'never' | 'hashed' | 'plain';
  inExport: InExport;
  onErasure: OnErasure;
}

/** One personal field, declared once. Nothing has a default: leaving a member out is a type error. */
export type FieldDeclaration = Described & Classified & Covered;
