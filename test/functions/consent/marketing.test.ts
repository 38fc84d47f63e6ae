import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mayWriteTo, messageClassOf } from '#domain/notification/event-type.ts';
import type { ConsentChannel } from '#domain/consent/consent.ts';
import { changeConsent } from '#functions/consent/change.ts';
import { findCurrentText, shownTextOf } from '#functions/consent/text-hash.ts';
import { composeMarketingWelcome } from '#functions/notification/compose-marketing.ts';
import { deliver } from '#functions/notification/deliver.ts';
import { openConsents } from '#stores/consents.ts';
import { Conflict } from '#stores/failures.ts';
import { newId } from '#stores/ids.ts';
import { openSubjectKeys } from '#stores/keys.ts';
import { openLedger } from '#stores/ledger.ts';
import { openMailProvider } from '#stores/mail.ts';
import { openNotifications } from '#stores/notifications.ts';
import { openOutbox } from '#stores/outbox.ts';
import { openPlayers } from '#stores/players.ts';
import { openTokens } from '#stores/tokens.ts';
import { collectUnsealings } from '#stores/unsealing.ts';
import { announce, openAccount, startRegistration } from '#test/support/announced-people.ts';
import { openHandlerServices } from '#test/support/handler-services.ts';
import { openMailPipeline } from '#test/support/mail-pipeline.ts';

const services = await openHandlerServices();
const stores = { consents: openConsents(), ledger: openLedger() };
const actor = { kind: 'platform', requestId: 'test' } as const;
const source = 'privacy-centre';
const shown = findCurrentText('marketing', shownTextOf('marketing', 'en').textHash);

const change = (playerId: string, channels: readonly ConsentChannel[]) =>
  changeConsent(stores, {
    playerId,
    wish: { purpose: 'marketing', channels, shown, source },
    actor,
    now: new Date(),
  });

async function newAccount() {
  const started = await startRegistration();
  const playerId = await openAccount(started);
  await openMailPipeline(services).settle();
  return { playerId, email: started.email };
}

const marketingTo = (email: string) =>
  services.ses.mails({ to: email }).filter(({ configurationSet }) => configurationSet === 'marketing').length;

describe('marketing', () => {
  it('never leaves after an objection that was answered, however consents, objections and sendings interleave', async () => {
    const steps = fc.array(fc.constantFrom('agree', 'object', 'queue', 'send'), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        services.reset();
        const { playerId, email } = await newAccount();
        const pipeline = openMailPipeline(services);
        let agreed = false;
        for (const step of script) {
          if (step === 'agree') await change(playerId, ['email']);
          if (step === 'object') await change(playerId, []);
          if (step === 'queue') await announce([{ type: 'marketing-agreed', subjectId: playerId }]);
          if (step === 'agree' || step === 'object') agreed = step === 'agree';
          if (step !== 'send') continue;
          const before = marketingTo(email);
          await pipeline.settle();
          if (!agreed) expect(marketingTo(email)).toBe(before);
        }
        if (!script.includes('agree')) expect(marketingTo(email)).toBe(0);
      }),
      { numRuns: 25, seed: 61 },
    );
  });

  it('does not leave when the objection comes between the reading of the consent and the lease', async () => {
    const { playerId, email } = await newAccount();
    await change(playerId, ['sms', 'email']);
    const [eventId = ''] = await announce([{ type: 'marketing-agreed', subjectId: playerId }]);
    const players = {
      read: async (id: string) => {
        await change(id, []);
        return openPlayers().read(id);
      },
    };
    const compose = composeMarketingWelcome({ ...stores, keys: openSubjectKeys(), players, tokens: openTokens() });
    const sending = { ledger: stores.ledger, notifications: openNotifications(), mail: openMailProvider() };
    const sent = marketingTo(email);
    const attempt = () =>
      collectUnsealings(
        () => undefined,
        async () => deliver(sending, { event: await openOutbox().read(eventId), compose }, { actor, now: new Date() }),
      );
    await expect(attempt()).rejects.toThrow(Conflict);
    await attempt();
    expect(await openNotifications().find({ eventId, recipient: playerId })).toMatchObject({ state: 'withheld' });
    expect(marketingTo(email)).toBe(sent);
  });

  it('goes to no account that closes, whatever was agreed to', () => {
    expect(messageClassOf('marketing-agreed')).toBe('marketing');
    const states = ['open', 'closing', 'closed'] as const;
    expect(states.map((state) => mayWriteTo(state, 'marketing-agreed'))).toEqual([true, false, false]);
  });

  it('is a defect without a consent that was read for it', async () => {
    const { playerId, email } = await newAccount();
    const event = { eventId: newId(), type: 'marketing-agreed', subjectId: playerId, context: {} } as const;
    const letter = { language: 'en', subject: 'News', parts: [] } as const;
    const compose = async () => ({ subjectId: playerId, to: email, letter, writes: [] });
    const sending = {
      ledger: stores.ledger,
      notifications: openNotifications(),
      mail: { send: () => Promise.reject(new Error('It was sent')) },
    };
    const announced = { ...event, occurredAt: new Date().toISOString() };
    await expect(deliver(sending, { event: announced, compose }, { actor, now: new Date() })).rejects.toThrow(
      /consent that was read/,
    );
  });
});
