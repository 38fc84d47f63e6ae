import {
  DeleteObjectTaggingCommand,
  GetObjectCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanTagKey } from '#domain/kyc/scan-result.ts';
import { startCloud, type Cloud } from '#local/cloud.ts';
import type { Fault } from '#local/faults/fault-plan.ts';
import { clientsOf, functionsOfRows, stageNames, type Clients, type StageNames } from '#test/support/attempts.ts';
import { eicarTestFile } from '#test/support/malware.ts';
import { synthesiseLocal } from '#tools/synth-cached.ts';

const intake = 'sesetoro-kyc-take-in';
const cleanTag = { TagSet: [{ Key: scanTagKey, Value: 'NO_THREATS_FOUND' }] };
let cloud: Cloud;
let names: StageNames;
let operator: Clients;

beforeAll(async () => {
  const { assemblyFolder } = await synthesiseLocal();
  cloud = await startCloud({ assemblyFolder });
  names = stageNames(cloud);
  operator = clientsOf(cloud);
});
afterAll(async () => {
  operator[Symbol.dispose]();
  await cloud.stop();
});

const sealing = () => ({
  Bucket: names.get('BUCKET_KYC'),
  ServerSideEncryption: 'aws:kms' as const,
  SSEKMSKeyId: names.get('KEY_KYC_DOCUMENTS'),
});

/** Uploads as the operator, lets it be scanned under a fault, and names the version. */
async function upload(name: string, Body: Uint8Array | string, faults: Fault[] = []) {
  cloud.faults.lay(faults);
  const Key = `incoming/probe/${name}`;
  const { VersionId } = await operator.s3.send(new PutObjectCommand({ ...sealing(), Key, Body }));
  await cloud.settle();
  cloud.faults.clear();
  return { Bucket: names.get('BUCKET_KYC'), Key, VersionId };
}

async function outcomeOf(call: () => Promise<unknown>): Promise<string> {
  try {
    await call();
    return 'done';
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.message}` : 'thrown';
  }
}

describe('what lies in incoming/', () => {
  const scanner = 'GuardDutyMalwareProtection';

  it.each([
    ['was never tagged', 'text', [{ kind: 'fail-before', functionName: scanner, action: 's3:PutObjectTagging' }]],
    ['has a threat in it', eicarTestFile(), []],
    ['could not be looked into', '%PDF-1.7 trailer <</Encrypt 5 0 R>> startxref', []],
    ['could not be scanned', 'text', [{ kind: 'fail-before', functionName: scanner, action: 's3:GetObject' }]],
  ] as const)(
    'and %s is read by no function, though the role of the intake may read uploads',
    async (...[name, body, faults]) => {
      using own = clientsOf(cloud, intake);
      const place = await upload(name.replaceAll(' ', '-'), body, [...faults]);
      expect(await outcomeOf(() => own.s3.send(new GetObjectCommand(place)))).toMatch(
        /^AccessDenied: .*explicit deny \(RefuseUnscanned\)/,
      );
    },
  );

  it('and carries the tag of a clean scan is read by the intake', async () => {
    using own = clientsOf(cloud, intake);
    const place = await upload('clean', 'text');
    expect(await outcomeOf(() => own.s3.send(new GetObjectCommand(place)))).toBe('done');
  });
});

describe('a tag', () => {
  it('is written and taken off by no function, anywhere in the bucket', async () => {
    const place = await upload('tagging', eicarTestFile());
    const accepted = { Bucket: place.Bucket, Key: 'accepted/probe/tagging' };
    await operator.s3.send(new PutObjectCommand({ ...sealing(), Key: accepted.Key, Body: 'text' }));
    const reached: string[] = [];
    let tried = 0;
    for (const { functionName } of functionsOfRows()) {
      using own = clientsOf(cloud, functionName);
      const calls = [place, { Bucket: place.Bucket, Key: place.Key }, accepted].flatMap((at) => [
        () => own.s3.send(new PutObjectTaggingCommand({ ...at, Tagging: cleanTag })),
        () => own.s3.send(new DeleteObjectTaggingCommand(at)),
      ]);
      for (const call of calls) {
        tried += 1;
        const outcome = await outcomeOf(call);
        if (!/^AccessDenied: .*explicit deny \(RefuseTagging\)/.test(outcome))
          reached.push(`${functionName}: ${outcome}`);
      }
    }
    process.stdout.write(`Quarantine: ${tried - reached.length} of ${tried} signed calls that tag were denied\n`);
    expect(reached).toEqual([]);
  });

  it('does not come with an upload, even of a function that may write there', async () => {
    for (const [functionName, prefix] of [
      ['sesetoro-kyc-offer-upload', 'incoming/'],
      [intake, 'accepted/'],
    ]) {
      using own = clientsOf(cloud, functionName);
      const write = { ...sealing(), Key: `${prefix}probe/tagged`, Body: 'text' };
      const Tagging = `${scanTagKey}=NO_THREATS_FOUND`;
      const outcome = await outcomeOf(() => own.s3.send(new PutObjectCommand({ ...write, Tagging })));
      expect(outcome, functionName).toMatch(/^AccessDenied: .*explicit deny \(RefuseTagging\)/);
      expect(await outcomeOf(() => own.s3.send(new PutObjectCommand(write))), functionName).toBe('done');
    }
  });
});

it('holds without a defect of the cloud', () => {
  expect(cloud.defects).toEqual([]);
});
