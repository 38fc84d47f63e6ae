import * as z from 'zod';
import { breachTextSchema } from '../breach/breach-text.ts';

/** What is said of a version in our own words, in every language: plain text that quotes nothing personal. */
export const policySummarySchema = z.strictObject({ en: breachTextSchema, id: breachTextSchema });
