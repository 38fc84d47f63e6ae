import type { DeviceKind } from './session-rows.ts';

/** What a `User-Agent` says of a device. Nothing else of it is kept. */
export interface ReadUserAgent {
  /** Kind of device, for whoever does not declare it. */
  deviceKind: DeviceKind;
  /** Name and version of the operating system, such as `Android 14`. */
  system: string | undefined;
  /** Name and version of the browser, such as `Firefox 141.0`. */
  browser: string | undefined;
}

/** Longer ones are cut: nobody's browser says more. */
const charactersMax = 512;
/** Words and versions only: whoever logs in chooses the text, and it comes to stand in a mail. */
const plainName = /^[A-Za-z][A-Za-z\d -]{0,39}$/;
const plainVersion = /^\d[\d.]{0,19}$/;
/** The app's HTTP client, and the runtime of Android apps. */
const androidApp = /\b(?:okhttp|Dalvik|sesetoro)\b/i;

interface Named {
  name?: string;
  version?: string;
  /** What people call the version: `10` for `NT 10.0`. */
  versionName?: string;
}

function nameOf({ name = '', version = '', versionName = '' }: Named): string | undefined {
  if (!plainName.test(name)) return undefined;
  const plain = [version, versionName].find((text) => plainVersion.test(text));
  return plain === undefined ? name : `${name} ${plain}`;
}

/** Reads a `User-Agent`. The parser is loaded on first use: most calls of a function need none. */
export async function readUserAgent(userAgent: string): Promise<ReadUserAgent> {
  const text = userAgent.slice(0, charactersMax).trim();
  if (text === '') return { deviceKind: 'other', system: undefined, browser: undefined };
  const { default: parser } = await import('bowser');
  const { browser, os, platform } = parser.parse(text);
  const isApp = androidApp.test(text);
  return {
    deviceKind: kindOf({ isApp, system: os.name, platform: platform.type }),
    system: nameOf(os),
    browser: isApp ? undefined : nameOf(browser),
  };
}

function kindOf({
  isApp,
  system,
  platform,
}: {
  isApp: boolean;
  system: string | undefined;
  platform: string | undefined;
}): DeviceKind {
  if (system === 'Android') return isApp ? 'android-app' : 'android-browser';
  if (system === 'iOS') return 'ios-browser';
  return platform === 'desktop' ? 'desktop' : 'other';
}
