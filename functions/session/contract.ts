import * as z from 'zod';
import { emailSchema } from '#domain/player/email.ts';
import { passwordCodePointsMax } from '#domain/player/password.ts';
import { factorMethods } from '#domain/session/second-factor.ts';
import { contract } from '#functions/edge/contract.ts';
import { deviceKindSchema } from '#stores/session-rows.ts';

const sessionIdSchema = z.string().regex(/^[0-9a-z]{52}$/);

/** What a login and a refresh answer: the only moment at which the tokens can be read. */
const tokensSchema = z.strictObject({
  sessionId: sessionIdSchema,
  accessToken: z.string(),
  accessTokenEndsAt: z.iso.datetime().describe('From here on the access token is refused: refresh before.'),
  refreshToken: z.string().describe('Good for one refresh. Keep it where no other application can read it.'),
  refreshBy: z.iso.datetime().describe('A session that is not refreshed before ends here.'),
  endsAt: z.iso.datetime().describe('The session ends here at the latest: then the password is asked for again.'),
});

/** How tokens reach a client: in the body, for an `Authorization` header, or as cookies that scripts cannot read. */
const transportSchema = z.enum(['bearer', 'cookie']);

/** What a login answers at its end. The tokens of a browser are in its cookies and nowhere else. */
export const grantedSchema = z.union([tokensSchema, tokensSchema.omit({ accessToken: true, refreshToken: true })]);

/** What a login waits under for its second factor. */
export const challengeSchema = z.string().regex(/^[\w-]{43}$/);

/** A right password where a second factor is on: `POST /v1/sessions/second-factors` takes it from here. */
export const challengedSchema = z.strictObject({
  next: z.literal('second-factor'),
  challenge: z.string().describe('For 5 minutes, 5 tries and one login.'),
  methods: z.array(z.enum(factorMethods)).describe('What is on, best first.'),
  endsAt: z.iso.datetime(),
});

/** What a device calls itself: at least 128 bits, base64url. */
export const deviceIdSchema = z.string().regex(/^[\w-]{22,86}$/);

/** POST /v1/sessions. A wrong password and an unknown address have one answer. */
export const beginContract = contract({
  route: 'POST /v1/sessions',
  summary: 'Logs in: answers an access token for 30 minutes and a refresh token, or asks for a second factor.',
  body: z.strictObject({
    email: emailSchema,
    password: z
      .string()
      .min(1)
      .max(passwordCodePointsMax * 4),
    deviceKind: deviceKindSchema.optional().describe('Left out, it is read from the `User-Agent`.'),
    deviceId: deviceIdSchema
      .optional()
      .describe('Random, made once by an app and kept by it. Without one the device is unknown at every login.'),
    transport: transportSchema
      .default('bearer')
      .describe(
        'Pages of the web origins ask for `cookie`: changes then carry `x-csrf-token`, the `__Host-csrf` cookie.',
      ),
  }),
  answers: { 201: grantedSchema, 202: challengedSchema },
  setsCookies: true,
  refusals: ['credentials-refused', 'csrf-refused', 'too-many-attempts'],
});

/** Longer than any token; what is longer still is no token but a mistake. */
const refreshTokenCharactersMax = 1024;

/** POST /v1/sessions/refreshes. Malformed, of another region, ended, replaced: every reason has one answer. */
export const refreshContract = contract({
  route: 'POST /v1/sessions/refreshes',
  summary: 'Takes a refresh token and answers new tokens; the ones before end at once.',
  body: z.strictObject({
    refreshToken: z
      .string()
      .max(refreshTokenCharactersMax)
      .optional()
      .describe('Left out by a browser: its cookie is taken, with `x-csrf-token`, and cookies are answered.'),
  }),
  answers: { 201: grantedSchema },
  setsCookies: true,
  refusals: ['authentication-required', 'csrf-refused', 'state-changed'],
});

/** GET /v1/me/sessions. */
export const listContract = contract({
  route: 'GET /v1/me/sessions',
  summary: 'The sessions that have not ended, newest first.',
  answers: {
    200: z.strictObject({
      sessions: z.array(
        z.strictObject({
          sessionId: sessionIdSchema,
          beganAt: z.iso.datetime(),
          refreshedAt: z.iso.datetime(),
          refreshBy: z.iso.datetime(),
          endsAt: z.iso.datetime(),
          deviceKind: deviceKindSchema,
          current: z.boolean(),
        }),
      ),
    }),
  },
  refusals: [],
});

/** DELETE /v1/me/sessions/{sessionId}. `current` names the session of this request. */
export const endContract = contract({
  route: 'DELETE /v1/me/sessions/{sessionId}',
  summary: 'Ends a session at once; a browser that ends its own is told to forget its cookies.',
  path: z.strictObject({ sessionId: z.union([sessionIdSchema, z.literal('current')]) }),
  answers: { 204: null },
  setsCookies: true,
  refusals: ['not-found'],
});

/** DELETE /v1/me/sessions. */
export const endOthersContract = contract({
  route: 'DELETE /v1/me/sessions',
  summary: 'Ends all sessions at once but the one of this request.',
  answers: { 204: null },
  refusals: [],
});
