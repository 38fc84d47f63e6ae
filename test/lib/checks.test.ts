import { Stack, type App } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { buildApp, localStageName, stages } from '#lib/app.ts';
import { acknowledgements } from '#lib/checks.ts';
import { placeholderCode } from './templates.ts';

interface PluginReport {
  pluginName: string;
  conclusion: string;
  violations: { ruleName: string; violatingConstructs: { constructPath: string }[] }[];
}

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => fs.rmSync(folder, { recursive: true, force: true })));

/** Synthesises with every check and answers the report. A caught failure would pass unseen, so the report decides. */
function reportOf(change: (app: App) => void, only?: string[]): { threw: boolean; reports: PluginReport[] } {
  const outFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'checks-'));
  folders.push(outFolder);
  const app = buildApp({
    codeOf: placeholderCode,
    outFolder,
    validates: true,
    ...(only === undefined ? {} : { only }),
  });
  change(app);
  let threw = false;
  try {
    app.synth();
  } catch {
    threw = true;
  }
  const report = JSON.parse(fs.readFileSync(path.join(outFolder, 'validation-report.json'), 'utf8'));
  return { threw, reports: report.pluginReports };
}

describe('cdk-nag AwsSolutions', () => {
  it('finds nothing unanswered in any stage', () => {
    const { threw, reports } = reportOf(() => {});
    expect(reports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
    expect(reports.flatMap(({ violations }) => violations)).toEqual([]);
    expect(threw).toBe(false);
  });

  it('would find a bucket that anybody adds without protection', () => {
    const { threw, reports } = reportOf(
      (app) => {
        const stack = app.node.findChild(localStageName).node.findChild('Data');
        if (Stack.isStack(stack)) new Bucket(stack, 'Careless');
      },
      [localStageName],
    );
    const found = reports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName));
    expect(found).toContain('AwsSolutions-S1');
    expect(threw).toBe(true);
  });

  it('is answered only by reasons that stand in one list', () => {
    const app = buildApp({ codeOf: placeholderCode, outFolder: os.tmpdir(), validates: false });
    const known = new Set(Object.values(acknowledgements).map(({ id, reason }) => `${id} ${reason}`));
    const given = app.node
      .findAll()
      .flatMap(({ node }) => node.metadata)
      .filter(({ type }) => type === 'aws:cdk:acknowledged-rules')
      .flatMap(({ data }) => Object.entries(data as Record<string, string>));
    expect(given.length).toBeGreaterThan(Object.keys(stages).length);
    expect(given.filter(([id, reason]) => !known.has(`${id} ${reason}`))).toEqual([]);
    const used = new Set(given.map(([id, reason]) => `${id} ${reason}`));
    expect([...known].filter((each) => !used.has(each))).toEqual([]);
  });
});
