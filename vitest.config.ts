import { defineConfig } from 'vitest/config';

/** Settings that every project shares: the region and credentials are fictitious and nothing may reach the real cloud. */
const fictitiousCredentials = {
  AWS_REGION: 'ap-southeast-3',
  AWS_ACCESS_KEY_ID: 'AKIALOCALTEST',
  AWS_SECRET_ACCESS_KEY: 'local-test',
  AWS_EC2_METADATA_DISABLED: 'true',
};

const project = (name: string, include: string[], options: { timeoutMs?: number; groupOrder?: number } = {}) => ({
  extends: true as const,
  test: {
    name,
    include,
    env: fictitiousCredentials,
    isolate: false,
    testTimeout: options.timeoutMs ?? 20_000,
    hookTimeout: 120_000,
    sequence: { groupOrder: options.groupOrder ?? 0 },
  },
});

/** Journeys mostly wait for one another's processes: more of them than processors still end sooner. */
const workersMax = 3;

export default defineConfig({
  test: {
    maxWorkers: workersMax,
    projects: [
      project('unit', ['test/{catalogue,domain,stores,functions,tools}/**/*.test.ts']),
      project('infra', ['test/{lib,bin}/**/*.test.ts'], { timeoutMs: 60_000 }),
      project('local', ['test/local/**/*.test.ts']),
      project('architecture', ['test/architecture/**/*.test.ts'], { timeoutMs: 60_000 }),
      project('journeys', ['test/journeys/**/*.test.ts'], { timeoutMs: 120_000 }),
      // Reads what the journeys left behind, and so comes last.
      project('proof', ['test/proof/**/*.test.ts'], { timeoutMs: 60_000, groupOrder: 1 }),
    ],
  },
});
