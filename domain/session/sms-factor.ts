import type { ChangeRecord } from '../decision.ts';
import type { SmsCodePurpose } from './sms-code.ts';

/** A code was asked for; the sender makes it and sends it. */
export function smsCodeRequested(playerId: string, requestId: string, purpose: SmsCodePurpose): ChangeRecord {
  return {
    audit: [
      {
        action: 'sms-code-requested',
        noun: 'player',
        nounId: playerId,
        subjectId: playerId,
        context: { requestId, purpose },
      },
    ],
    events: [{ type: 'sms-code-requested', subjectId: playerId, recordId: requestId, context: { purpose } }],
  };
}
