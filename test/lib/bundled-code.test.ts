import { AssetCode } from 'aws-cdk-lib/aws-lambda';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { bundledCode } from '#lib/bundled-code.ts';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bundled-'));
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

describe('the code of functions', () => {
  it('is that of the bundle, and never a placeholder', () => {
    fs.mkdirSync(path.join(folder, 'functions/player/register'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'functions/player/register/index.mjs'), '');
    expect(bundledCode(folder)('functions/player/register')).toBeInstanceOf(AssetCode);
  });

  it('is refused for a function that was not bundled, by its name', () => {
    expect(() => bundledCode(folder)('functions/player/fly')).toThrow('functions/player/fly is not bundled');
  });
});
