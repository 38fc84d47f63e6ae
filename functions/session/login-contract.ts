import * as z from 'zod';
import { contract } from '#functions/edge/contract.ts';
import { deviceKindSchema } from '#stores/session-rows.ts';

const deviceHashSchema = z.string().regex(/^[\w-]{43}$/);
const limitSchema = z.coerce.number().int().min(1).max(50).default(20);
const idSchema = z.string().regex(/^[0-9a-hjkmnp-tv-z]{26}$/);

/** GET /v1/me/logins. */
export const listLoginsContract = contract({
  route: 'GET /v1/me/logins',
  summary: 'Logins of the last 400 days, newest first, page by page; the full address of the last 90.',
  query: z.strictObject({
    cursor: z
      .string()
      .max(80)
      .regex(/^login#[\d:.TZ-]+#[0-9a-z]{26}$/)
      .optional(),
    limit: limitSchema,
  }),
  answers: {
    200: z.strictObject({
      logins: z.array(
        z.strictObject({
          loginId: idSchema,
          loggedInAt: z.iso.datetime(),
          deviceKind: deviceKindSchema,
          sessionId: z.string(),
          current: z.boolean(),
          system: z.string().optional(),
          browser: z.string().optional(),
          network: z.string().optional().describe('The first 24 bits of IPv4 or 48 of IPv6.'),
          address: z.string().optional(),
          country: z.string().optional().describe('ISO 3166-1 alpha-2, estimated.'),
          city: z.string().optional().describe('Estimated, in English.'),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

/** GET /v1/me/devices. */
export const listDevicesContract = contract({
  route: 'GET /v1/me/devices',
  summary: 'Devices that log in without a mail, page by page; a page may be shorter than asked for.',
  query: z.strictObject({ cursor: deviceHashSchema.optional(), limit: limitSchema }),
  answers: {
    200: z.strictObject({
      devices: z.array(
        z.strictObject({
          deviceId: deviceHashSchema,
          deviceKind: deviceKindSchema,
          firstSeenAt: z.iso.datetime(),
          lastSeenAt: z.iso.datetime().describe('By the day.'),
          system: z.string().optional(),
          browser: z.string().optional(),
        }),
      ),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});

/** DELETE /v1/me/devices/{deviceId}. */
export const forgetDeviceContract = contract({
  route: 'DELETE /v1/me/devices/{deviceId}',
  summary: 'Forgets a device and ends its sessions; its next login is told by mail.',
  path: z.strictObject({ deviceId: deviceHashSchema }),
  answers: { 204: null },
  refusals: ['not-found', 'state-changed'],
});

/** POST /v1/login-denials. Unknown, used and ended links have one answer. */
export const denyLoginContract = contract({
  route: 'POST /v1/login-denials',
  summary: 'Says that a login was not the player’s: ends every session, forgets every device, stops withdrawals.',
  body: z.strictObject({ token: z.string().regex(/^[\w-]{43}$/) }),
  answers: { 204: null },
  refusals: ['denial-refused', 'state-changed'],
});

/** GET /v1/staff/login-alerts. */
export const listAlertsContract = contract({
  route: 'GET /v1/staff/login-alerts',
  summary: 'Logins that players denied in the last 400 days, newest first, page by page.',
  query: z.strictObject({
    cursor: z
      .string()
      .max(80)
      .regex(/^[\d:.TZ-]+#[0-9a-z]{26}$/)
      .optional(),
    limit: limitSchema,
  }),
  answers: {
    200: z.strictObject({
      alerts: z.array(z.strictObject({ playerId: idSchema, loginId: idSchema, deniedAt: z.iso.datetime() })),
      cursor: z.string().optional(),
    }),
  },
  refusals: [],
});
