import * as z from 'zod';
import { runMeasured } from './measured-process.ts';

const chancesSchema = z.object({ seed: z.int(), samples: z.int(), chances: z.record(z.string(), z.number()) });

/** Whether the time of an answer tells that an address is known. */
export interface EnumerationMeasure {
  /** Of the order of the samples; `npm run bench -- --seed N` plays it again. */
  seed: number;
  /** Of each kind. */
  samples: number;
  /** By route: the chance that a sample of a known address is slower than one of an unknown address; one half is best. */
  chances: Record<string, number>;
}

const samplesOfKind = 1000;

/** Measures login, registration, resent verification and reset on the services of the local cloud, without a network. */
export async function measureEnumeration(seed: number | undefined): Promise<EnumerationMeasure> {
  const environment = {
    PATH: process.env['PATH'] ?? '',
    AWS_REGION: 'ap-southeast-3',
    AWS_ACCESS_KEY_ID: 'AKIALOCALTEST',
    AWS_SECRET_ACCESS_KEY: 'local-test',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
  const settings = { samples: samplesOfKind, seed };
  return chancesSchema.parse(await runMeasured('enumeration-child.ts', { settings, environment }));
}
