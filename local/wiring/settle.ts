import type { Clock } from '../clock.ts';
import type { MalwareProtection } from '../guardduty/malware-protection.ts';
import type { LambdaHost } from '../lambda/host.ts';
import type { Ses } from '../ses/ses.ts';
import type { Sqs } from '../sqs/sqs.ts';
import type { Mappings } from './start-mappings.ts';

/** How long to wait for quiet, and what counts as quiet. */
export interface SettleOptions {
  /** Milliseconds of the machine; 15 seconds by default. */
  timeoutMs?: number;
  /**
   * Whether messages that wait hidden (a delay, or a retry after the visibility timeout) count as work: the clock is then
   * turned to the next of them, instead of waiting for it.
   */
  turnsToHidden?: boolean;
}

/** What can be under way. */
export interface SettleParts {
  clock: Clock;
  host: LambdaHost;
  mappings: Mappings;
  sqs: Sqs;
  ses: Ses;
  malwareProtection: MalwareProtection;
}

const pauseMs = 10;
/** So many looks in a row must find nothing under way: between two steps of a chain there is a moment of quiet. */
const quietLooks = 3;
const timeoutMsByDefault = 15_000;

function mappedMessages({ sqs, mappings }: SettleParts) {
  return mappings.queueArns().flatMap((arn) => sqs.messagesIn(arn));
}

function reasonsOfUnrest(parts: SettleParts): string[] {
  const { clock, host, mappings, ses, malwareProtection } = parts;
  const visible = mappedMessages(parts).filter(({ visibleAtMs }) => visibleAtMs <= clock.now()).length;
  return [
    host.busyCount() > 0 ? `${host.busyCount()} events with functions` : '',
    mappings.isBusy() ? 'a mapping that delivers' : '',
    visible > 0 ? `${visible} messages` : '',
    malwareProtection.isScanning() ? 'a malware scan' : '',
    ses.isAnnouncing() ? 'mail events' : '',
  ].filter((reason) => reason !== '');
}

function turnToNextHidden(parts: SettleParts): boolean {
  const times = mappedMessages(parts).map(({ visibleAtMs }) => visibleAtMs);
  if (times.length === 0) return false;
  parts.clock.turnBy(Math.max(0, Math.min(...times) - parts.clock.now()));
  return true;
}

/**
 * Waits until nothing is under way: no invocation, no message that a function would get, no unread stream record, no
 * malware scan, no mail event. Throws an Error that says what is still under way when that takes too long.
 */
export async function settle(parts: SettleParts, options: SettleOptions = {}): Promise<void> {
  const endsAt = performance.now() + (options.timeoutMs ?? timeoutMsByDefault);
  for (let quiet = 0; quiet < quietLooks;) {
    const reasons = reasonsOfUnrest(parts);
    if (performance.now() > endsAt) throw new Error(`The local cloud did not settle: ${reasons.join(', ')}`);
    quiet = reasons.length > 0 ? 0 : quiet + 1;
    if (quiet === quietLooks && options.turnsToHidden === true && turnToNextHidden(parts)) quiet = 0;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
