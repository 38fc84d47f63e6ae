import { describe, expect, it } from 'vitest';
import { openFaultPlan } from '#local/faults/fault-plan.ts';
import { parseFaults } from '#local/faults/parse-faults.ts';

const put = { functionName: 'sesetoro-player-register', action: 'dynamodb:PutItem' };

describe('a fault plan', () => {
  it('meets every matching call when it names no occurrence', () => {
    const plan = openFaultPlan();
    plan.lay([{ kind: 'throttle', functionName: 'player-register', action: 'dynamodb:PutItem' }]);
    expect([plan.meetCall(put)?.kind, plan.meetCall(put)?.kind]).toEqual(['throttle', 'throttle']);
    expect(plan.meetCall({ ...put, action: 'dynamodb:GetItem' })).toBeUndefined();
    expect(plan.meetCall({ action: 'dynamodb:PutItem' })).toBeUndefined();
  });

  it('meets the named occurrence only, or as many in a row as it says', () => {
    const plan = openFaultPlan();
    const kinds = (count: number) => Array.from({ length: count }, () => plan.meetCall(put)?.kind);
    plan.lay([{ kind: 'kill', nth: 2 }]);
    expect(kinds(3)).toEqual([undefined, 'kill', undefined]);
    plan.lay([{ kind: 'fail-after', nth: 2, times: 2 }]);
    expect(kinds(4)).toEqual([undefined, 'fail-after', 'fail-after', undefined]);
    expect(plan.metCount()).toBe(2);
  });

  it('keeps faults of deliveries and of calls apart', () => {
    const plan = openFaultPlan();
    plan.lay([{ kind: 'duplicate', functionName: 'sender', nth: 1 }]);
    expect(plan.meetCall(put)).toBeUndefined();
    expect(plan.meetDelivery('relay')).toBeUndefined();
    expect([plan.meetDelivery('sender'), plan.meetDelivery('sender')]).toEqual(['duplicate', undefined]);
  });

  it('counts anew when it is laid again, and meets nothing when it is cleared', () => {
    const plan = openFaultPlan();
    plan.lay([{ kind: 'throttle', nth: 1 }]);
    plan.meetCall(put);
    plan.lay([{ kind: 'throttle', nth: 1 }]);
    expect(plan.meetCall(put)?.kind).toBe('throttle');
    plan.clear();
    expect(plan.meetCall(put)).toBeUndefined();
  });

  it('is read from JSON, and refused with the reason when it is no plan', () => {
    expect(parseFaults([{ kind: 'delay', delayMs: 5 }])).toEqual([{ kind: 'delay', delayMs: 5 }]);
    expect(() => parseFaults([{ kind: 'explode' }])).toThrow('throttle, fail-before');
    expect(() => parseFaults([{ kind: 'kill', function: 'x' }])).toThrow('no member function');
    expect(() => parseFaults({})).toThrow('list');
  });
});
