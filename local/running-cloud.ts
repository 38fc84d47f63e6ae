import type { Clock } from './clock.ts';
import type { StaffIssuer } from './cognito/issuer.ts';
import type { DynamoDb } from './dynamodb/engine.ts';
import type { SigningKeys } from './edge/credentials.ts';
import type { Journal, JournalEntry } from './edge/journal.ts';
import type { ScheduleView } from './events/schedules.ts';
import type { FaultPlan } from './faults/fault-plan.ts';
import type { LambdaHost } from './lambda/host.ts';
import type { InvocationReport } from './lambda/pool.ts';
import type { Ses } from './ses/ses.ts';
import type { SmsInbox } from './sms-voice/inbox.ts';
import type { Sqs } from './sqs/sqs.ts';
import type { Stage } from './template/stage.ts';
import type { LogFiles } from './wiring/log-files.ts';
import type { SettleOptions } from './wiring/settle.ts';

/** Where the cloud comes from, where it keeps its state and where it listens. */
export interface CloudOptions {
  /** The synthesised stage: a folder with a `manifest.json`, such as `cdk.out/assembly-local`. */
  assemblyFolder: string;
  /** State survives restarts here; without it a temporary folder is used and removed at the end. */
  dataFolder?: string;
  /** Ports on the loopback interface; any free one when absent or 0. */
  apiPort?: number;
  awsPort?: number;
  consolePort?: number;
}

/** What an AWS client needs to reach the cloud. */
export interface ClientSettings {
  region: string;
  endpoint: string;
  credentials: SigningKeys;
  /** How far the cloud's time is ahead, in milliseconds, as SDK clients take it for their signatures. */
  systemClockOffset: number;
}

/** A running local cloud. */
export interface Cloud {
  readonly region: string;
  /** Where clients come, for example `http://127.0.0.1:3000`: the distribution, or the HTTP API where there is none. */
  readonly apiAddress: string;
  /** Address of the HTTP API itself, behind the distribution. */
  readonly originAddress: string;
  /** Address of every AWS service. */
  readonly awsAddress: string;
  /** Address of status page, inbox, API reference and control endpoints. */
  readonly consoleAddress: string;
  readonly dataFolder: string;
  readonly stage: Stage;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly faults: FaultPlan;
  readonly host: LambdaHost;
  /** The engine of mail: inbox, suppression list, marks. */
  readonly mail: Ses;
  /** Every text message that was sent. */
  readonly smsInbox: SmsInbox;
  readonly queues: Sqs;
  readonly tables: DynamoDb;
  readonly logs: LogFiles;
  /** The issuer of staff tokens; undefined when the templates declare no user pool. */
  readonly staff: StaffIssuer | undefined;
  /** Every invocation since the start, oldest first. */
  readonly invocations: readonly InvocationReport[];
  /** What went wrong in the cloud itself since the start; anything here is a defect of the cloud. */
  readonly defects: readonly unknown[];
  /** Refused permissions, from a mark of the journal on. */
  denials(mark?: number): readonly JournalEntry[];
  /** Settings for a client of the operator, who may do everything, or with a function's own credentials. */
  clientSettings(functionName?: string): ClientSettings;
  schedules(): readonly ScheduleView[];
  /** Fires a schedule now, by its name or a part of it that no other has. */
  fireSchedule(name: string): Promise<void>;
  /** Waits until nothing is under way. Throws an Error that says what still is. */
  settle(options?: SettleOptions): Promise<void>;
  /** Stops in reverse order; no process is left. */
  stop(): Promise<void>;
}
