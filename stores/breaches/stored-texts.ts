import * as z from 'zod';

const storedWordsSchema = z.object({ whatOccurred: z.string(), whatWasDone: z.string(), whatYouCanDo: z.string() });

/** The words of a notice as stored: judged when they were written, so a later rule makes no old record unreadable. */
export const storedTextsSchema = z.object({ en: storedWordsSchema, id: storedWordsSchema });
