/**
 * What goes wrong with a call: `throttle` and `fail-before` refuse it undone, `fail-after` does it and answers 500,
 * `delay` holds it back, `kill` does it and ends the calling function's process before the answer.
 */
export type CallFaultKind = 'throttle' | 'fail-before' | 'fail-after' | 'delay' | 'kill';

/** What goes wrong with the delivery of a batch to a function. */
export type DeliveryFaultKind = 'duplicate' | 'reorder';

/** Which calls or deliveries a fault meets. */
interface FaultReach {
  /** Part of the function's name; every function, and callers that are none, when absent. */
  functionName?: string;
  /** Which matching occurrence is met first, counted from 1; 1 when absent. */
  nth?: number;
  /** How many occurrences in a row are met; one when `nth` is given, else all. */
  times?: number;
}

/** A fault of AWS calls. */
export interface CallFault extends FaultReach {
  kind: CallFaultKind;
  /** For example `dynamodb:TransactWriteItems` or `ses:SendEmail`; every call when absent. */
  action?: string;
  /** How long a `delay` lasts, in milliseconds of the machine. */
  delayMs?: number;
}

/** A fault of deliveries by event source mappings. */
export interface DeliveryFault extends FaultReach {
  kind: DeliveryFaultKind;
}

/** A rule of the plan. */
export type Fault = CallFault | DeliveryFault;

/** An AWS call as the plan sees it. */
export interface PlannedCall {
  functionName?: string;
  action: string;
}

/** The faults that lie over the cloud. */
export interface FaultPlan {
  /** Lays these faults over the cloud in place of the former ones, and counts anew. */
  lay(faults: readonly Fault[]): void;
  clear(): void;
  faults(): readonly Fault[];
  /** How many calls and deliveries were met since the plan was laid. */
  metCount(): number;
  /** The fault that meets this call, if any; asking counts as an occurrence. */
  meetCall(call: PlannedCall): CallFault | undefined;
  /** The fault that meets a delivery to this function, if any; asking counts as an occurrence. */
  meetDelivery(functionName: string): DeliveryFaultKind | undefined;
}

interface Counted<Kind extends Fault> {
  fault: Kind;
  seen: number;
}

const deliveryKinds: readonly string[] = ['duplicate', 'reorder'] satisfies DeliveryFaultKind[];

function isDelivery(fault: Fault): fault is DeliveryFault {
  return deliveryKinds.includes(fault.kind);
}

function reaches(fault: Fault, functionName: string | undefined): boolean {
  return fault.functionName === undefined || (functionName?.includes(fault.functionName) ?? false);
}

/** Counts an occurrence against every fault that it matches, and answers the first that meets it. */
function meet<Kind extends Fault>(counted: Counted<Kind>[], matches: (fault: Kind) => boolean): Kind | undefined {
  const met = counted.filter((each) => {
    if (!matches(each.fault)) return false;
    each.seen += 1;
    const first = each.fault.nth ?? 1;
    const times = each.fault.times ?? (each.fault.nth === undefined ? Infinity : 1);
    return each.seen >= first && each.seen < first + times;
  });
  return met[0]?.fault;
}

/** Opens an empty plan. */
export function openFaultPlan(): FaultPlan {
  let calls: Counted<CallFault>[] = [];
  let deliveries: Counted<DeliveryFault>[] = [];
  let all: readonly Fault[] = [];
  let met = 0;
  const lay = (faults: readonly Fault[]) => {
    all = [...faults];
    calls = faults.filter((fault) => !isDelivery(fault)).map((fault) => ({ fault, seen: 0 }));
    deliveries = faults.filter(isDelivery).map((fault) => ({ fault, seen: 0 }));
    met = 0;
  };
  const count = <Kind extends Fault>(fault: Kind | undefined) => {
    if (fault !== undefined) met += 1;
    return fault;
  };
  return {
    lay,
    clear: () => lay([]),
    faults: () => all,
    metCount: () => met,
    meetCall: ({ functionName, action }) =>
      count(
        meet(calls, (fault) => reaches(fault, functionName) && (fault.action === undefined || fault.action === action)),
      ),
    meetDelivery: (functionName) => count(meet(deliveries, (fault) => reaches(fault, functionName)))?.kind,
  };
}
