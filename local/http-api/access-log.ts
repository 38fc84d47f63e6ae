/** Values of `$context` that the access log may name; an absent one is written as a hyphen. */
export type LogContext = Readonly<Record<string, string | number | undefined>>;

/** Writes one line in the format of the stage's `AccessLogSettings`, `$context.<name>` replaced by its value. */
export function accessLogLine(format: string, context: LogContext): string {
  return format.replaceAll(/\$context\.([A-Za-z.]*[A-Za-z])/g, (_, name: string) => String(context[name] ?? '-'));
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** The gateway's writing of a time, for example `24/Nov/2026:02:10:01 +0000`. */
export function gatewayTime(epochMs: number): string {
  const time = new Date(epochMs);
  const day = String(time.getUTCDate()).padStart(2, '0');
  return `${day}/${months[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000`;
}
