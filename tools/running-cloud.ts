import fs from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Cloud } from '#local/cloud.ts';
import { recordAt } from '#local/template/properties.ts';
import { tableName } from './table-name.ts';

const noteSchema = z.object({
  processId: z.int(),
  region: z.string(),
  apiAddress: z.url(),
  awsAddress: z.url(),
  consoleAddress: z.url(),
  /** Keys of the operator, who may do everything in this cloud; they end with it. */
  operator: z.object({ accessKeyId: z.string(), secretAccessKey: z.string() }),
  /** Physical names of the tables that an invitation writes to. */
  tables: z.object({ staff: z.string(), evidence: z.string() }),
  /** ARN of the key of the blind index of addresses. */
  emailIndexKey: z.string(),
});

/** Where a running local cloud is found by other commands of the same person. */
export type RunningCloud = z.infer<typeof noteSchema>;

/** Where `npm start` keeps its state unless told otherwise. */
export const dataFolderByDefault = '.local/data';

const noteIn = (dataFolder: string) => path.join(dataFolder, 'running-cloud.json');

/** The key by which functions of the stage compute the index. Throws an Error when none does. */
function emailIndexKeyIn({ stage }: Cloud): string {
  const settings = stage
    .resources('AWS::Lambda::Function')
    .map(({ properties }) => recordAt(recordAt(properties, 'Environment'), 'Variables')['KEY_EMAIL_INDEX']);
  const key = settings.find((each) => typeof each === 'string');
  if (key === undefined) throw new Error('No function of the templates computes the index of addresses');
  return key;
}

/** Leaves a note about the cloud in its data folder, readable by its owner only. The answer takes it away. */
export function noteRunningCloud(cloud: Cloud): () => void {
  const { credentials } = cloud.clientSettings();
  const { region, apiAddress, awsAddress, consoleAddress } = cloud;
  const note: RunningCloud = {
    processId: process.pid,
    region,
    apiAddress,
    awsAddress,
    consoleAddress,
    operator: { accessKeyId: credentials.accessKeyId, secretAccessKey: credentials.secretAccessKey },
    tables: { staff: tableName(cloud.stage, 'staff'), evidence: tableName(cloud.stage, 'evidence') },
    emailIndexKey: emailIndexKeyIn(cloud),
  };
  const file = noteIn(cloud.dataFolder);
  fs.rmSync(file, { force: true });
  fs.writeFileSync(file, JSON.stringify(note, undefined, 2), { mode: 0o600 });
  return () => fs.rmSync(file, { force: true });
}

/** Whether the console of a noted cloud answers: a note may have outlived a killed process. */
async function answers({ consoleAddress }: RunningCloud): Promise<boolean> {
  try {
    return (await fetch(`${consoleAddress}/clock`, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

/** Finds the cloud that runs on a data folder; undefined when none does. */
export async function findRunningCloud(dataFolder: string): Promise<RunningCloud | undefined> {
  const file = noteIn(dataFolder);
  if (!fs.existsSync(file)) return undefined;
  const note = noteSchema.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')));
  return note.success && (await answers(note.data)) ? note.data : undefined;
}
