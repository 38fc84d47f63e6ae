import * as z from 'zod';
import {
  failedScreening,
  mayBeAsked,
  type ScreenedPerson,
  type ScreeningResult,
  type ScreeningService,
} from '#domain/kyc/screening.ts';
import { exchangeJson } from './bounded-exchange.ts';

/** A service with the API of yente (OpenSanctions), run by the operator. */
export interface RemoteSource {
  url: string;
  dataset: string;
  /** 5 seconds by default. */
  timeoutMilliseconds?: number;
}

/** A handful of matches, each with its properties. */
const matchBytesMax = 1024 * 1024;
/** A few hundred datasets, each with a description. */
const catalogBytesMax = 8 * 1024 * 1024;
/** So long a version that was asked for counts; a check that falls between is repeated when the job begins. */
const versionMilliseconds = 60_000;

/** `POST /match/{dataset}` of yente, stripped to what is used. */
const answerSchema = z.object({
  version: z.string().min(1).optional(),
  responses: z.object({
    q: z.object({
      status: z.literal(200),
      results: z.array(
        z.object({
          id: z.string(),
          score: z.number().min(0).max(1),
          match: z.boolean(),
          properties: z.object({ idNumber: z.array(z.string()).optional() }).optional(),
        }),
      ),
    }),
  }),
});

/** `GET /catalog` of yente: what is indexed is what is compared. */
const catalogSchema = z.object({
  datasets: z.array(
    z.object({ name: z.string(), version: z.string().min(1), index_version: z.string().min(1).nullish() }),
  ),
});

type Answer = z.infer<typeof answerSchema>;

function resultOf({ responses }: Answer, person: ScreenedPerson, listVersion: string): ScreeningResult {
  const { identityHash } = person;
  const { results } = responses.q;
  const isSame = ({ properties }: (typeof results)[number]) =>
    identityHash !== undefined && properties?.idNumber?.includes(identityHash) === true;
  const matchCount = results.filter((result) => result.match || isSame(result)).length;
  const score = results.some(isSame) ? 1 : Math.max(0, ...results.map((result) => result.score));
  const hit = matchCount > 0 ? 'possible' : 'no-hit';
  return { outcome: results.some(isSame) ? 'confirmed' : hit, score, matchCount, listVersion };
}

/** Opens the comparison at a service. An address that is neither TLS nor this machine is never asked. */
export function openRemoteScreening({ url, dataset, timeoutMilliseconds = 5000 }: RemoteSource): ScreeningService {
  const base = url.replace(/\/+$/, '');
  let known: { version: string; at: number } | undefined;

  const version = async (now: Date): Promise<string | undefined> => {
    if (!mayBeAsked(base)) return undefined;
    if (known !== undefined && Math.abs(now.getTime() - known.at) < versionMilliseconds) return known.version;
    const answer = await exchangeJson({
      method: 'GET',
      url: `${base}/catalog`,
      timeoutMilliseconds,
      bytesMax: catalogBytesMax,
    });
    const found = catalogSchema.safeParse(answer).data?.datasets.find(({ name }) => name === dataset);
    if (found === undefined) return undefined;
    known = { version: found.index_version ?? found.version, at: now.getTime() };
    return known.version;
  };

  const match = async ({ name, birthDate, identityHash }: ScreenedPerson): Promise<Answer | undefined> => {
    const idNumber = identityHash === undefined ? {} : { idNumber: [identityHash] };
    const properties = { name: [name], birthDate: [birthDate], ...idNumber };
    const answer = await exchangeJson({
      method: 'POST',
      url: `${base}/match/${encodeURIComponent(dataset)}`,
      body: { queries: { q: { schema: 'Person', properties } } },
      timeoutMilliseconds,
      bytesMax: matchBytesMax,
    });
    return answerSchema.safeParse(answer).data;
  };

  return {
    async check(person, now) {
      if (!mayBeAsked(base)) return failedScreening('absent');
      const answer = await match(person);
      if (answer === undefined) return failedScreening('unreachable');
      const listVersion = answer.version ?? (await version(now));
      return listVersion === undefined ? failedScreening('unreachable') : resultOf(answer, person, listVersion);
    },
    version,
  };
}
