import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { routes } from '#lib/routes.ts';
import { beginClosure, closeForGood, letGracePass } from '#test/support/closure.ts';
import { startTestCloud, type TestCloud } from '#test/support/cloud.ts';
import { rowsOf } from '#test/support/ledger.ts';
import { expectStatus, logIn, newPlayer, type TestPlayer } from '#test/support/player.ts';
import {
  bringScreeningList,
  giveNumber,
  openReviewerDesk,
  sendDocument,
  setStaffAddress,
  type ReviewerDesk,
} from '#test/support/review-desk.ts';
import { reviewCase } from '#test/support/review-case.ts';
import { newStaff } from '#test/support/staff.ts';

const roles = ['support', 'kyc-reviewer', 'compliance', 'dpo', 'auditor'] as const;

let cloud: TestCloud;
let first: ReviewerDesk;
let second: ReviewerDesk;

beforeAll(async () => {
  cloud = await startTestCloud();
  await bringScreeningList(cloud);
});
afterAll(() => cloud[Symbol.asyncDispose]());
/** Access tokens of staff last ten minutes, and tests turn the clock. */
beforeEach(async () => {
  [first, second] = [await openReviewerDesk(cloud), await openReviewerDesk(cloud)];
});

async function waitingPlayer(language: 'en' | 'id' = 'en'): Promise<TestPlayer & { documentId: string; nik: string }> {
  const player = await newPlayer(cloud, { language });
  const nik = await giveNumber(cloud, player);
  return { ...player, nik, documentId: await sendDocument(cloud, player) };
}

const identityOf = async ({ email, password }: TestPlayer) => {
  const token = (await logIn(cloud, email, password)).body.accessToken;
  return (await expectStatus(cloud.api('GET /v1/me/kyc', { token }), 200)).body;
};
const auditOf = async (noun: string, nounId: string) =>
  (await rowsOf(cloud, 'evidence'))
    .filter(({ pk }) => pk === `${noun}#${nounId}`)
    .toSorted((one, other) => String(one['sk']).localeCompare(String(other['sk'])));
const kycRow = async (playerId: string, sk: string) =>
  (await rowsOf(cloud, 'kyc')).find((row) => row['pk'] === playerId && row['sk'] === sk);
const queued = async (playerId: string) => {
  const { body } = await expectStatus(first.queue('?limit=50'), 200);
  return body.reviews.find((review: { playerId: string }) => review.playerId === playerId);
};
const slugOf = ({ body }: { body: { type?: string } }) => body.type?.split('/').at(-1);
const mailsOf = ({ email }: TestPlayer) => cloud.cloud.mail.mails({ to: email });
const valid = { outcome: 'approve', documentExpiresOn: '2035-04-30' } as const;

describe('the whole path of a review', () => {
  it('leads from an upload over queue, claim, view and decision to a letter and to what the player sees', async () => {
    const player = await waitingPlayer('en');
    const { playerId, documentId, nik } = player;
    expect(await identityOf(player)).toMatchObject({
      identity: { state: 'in-review' },
      capabilities: { withdraw: false },
    });
    expect(await queued(playerId)).toMatchObject({ state: 'in-review', band: 'ordinary', score: 0, isClaimed: false });
    expect((await first.read(playerId)).body).not.toHaveProperty('values');

    await expectStatus(first.claim(playerId), 200);
    expect(await queued(playerId)).toMatchObject({ isClaimed: true });
    const { body: shown } = await expectStatus(first.read(playerId), 200);
    expect(shown.values).toEqual({ fullName: 'Wulan Kusuma', birthDate: '1990-06-15', identityNumber: nik });
    expect(shown.documents).toMatchObject([{ documentId, kind: 'identity-document', state: 'in-review' }]);
    expect(shown.screening).toMatchObject({ outcome: 'no-hit', matchCount: 0, screenedAt: expect.any(String) });
    expect((await second.read(playerId)).body).not.toHaveProperty('values');

    const { body: link } = await expectStatus(first.view(playerId, documentId), 201);
    const download = await fetch(link.url);
    expect(download.status).toBe(200);
    expect(download.headers.get('content-disposition')).toBe(`attachment; filename="${documentId}.jpg"`);
    expect(Buffer.from(await download.arrayBuffer()).subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]));

    const decided = await expectStatus(first.decide(playerId, { version: shown.version, ...valid }), 200);
    expect(decided.body).toEqual({ outcome: 'decided', state: 'approved', version: shown.version + 1 });
    await cloud.settle();
    expect(await queued(playerId)).toBeUndefined();
    expect(await identityOf(player)).toMatchObject({
      identity: { state: 'approved', provedUntil: '2035-04-30' },
      capabilities: { withdraw: true },
      documents: [{ state: 'approved' }],
    });
    expect(mailsOf(player).map(({ subject }) => subject)).toContain('Your identity is confirmed');
    expect((await auditOf('document', documentId)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['document-viewed', 'document-approved']),
    );
  });

  it('ends with a reason in the language of the player, in the mail and in the account', async () => {
    const player = await waitingPlayer('id');
    await expectStatus(first.claimAndDecide(player.playerId, { outcome: 'ask-again', reason: 'not-legible' }), 200);
    await cloud.settle();
    const { identity, documents } = await identityOf(player);
    expect(identity).toMatchObject({ state: 'resubmission-asked', reason: 'not-legible' });
    expect(identity.text).toContain('lampu kilat');
    expect(documents).toMatchObject([{ state: 'resubmission-asked', refusal: { reason: 'not-legible' } }]);
    const [mail] = mailsOf(player).filter(({ subject }) => subject === 'Mohon kirim ulang dokumen Anda');
    expect(mail?.text).toContain('lampu kilat');

    const token = (await logIn(cloud, player.email, player.password)).body.accessToken;
    await sendDocument(cloud, { token });
    expect((await identityOf(player)).identity).toEqual({ state: 'in-review' });
    const body = { outcome: 'refuse', reason: 'not-genuine' };
    await expectStatus((await openReviewerDesk(cloud)).claimAndDecide(player.playerId, body), 200);
    await cloud.settle();
    expect((await identityOf(player)).identity).toMatchObject({ state: 'refused', reason: 'not-genuine' });
    expect(mailsOf(player).map(({ subject }) => subject)).toContain('Identitas Anda tidak dapat kami konfirmasi');
  });
});

describe('a claim', () => {
  it('is of one reviewer: of two at once one wins, until they give it back or it lapses', async () => {
    const { playerId } = await waitingPlayer();
    const answers = await Promise.all([first.claim(playerId), second.claim(playerId)]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 409]);
    expect(slugOf(answers.find(({ status }) => status === 409)!)).toBe('review-claimed');
    const [holder, other] = answers[0]?.status === 200 ? [first, second] : [second, first];
    await expectStatus(holder.claim(playerId), 200);
    await expectStatus(other.release(playerId), 204);
    expect(slugOf(await other.claim(playerId))).toBe('review-claimed');
    await expectStatus(holder.release(playerId), 204);
    await expectStatus(holder.release(playerId), 204);
    await expectStatus(other.claim(playerId), 200);
    cloud.turn({ minutes: 30, seconds: 1 });
    const late = await openReviewerDesk(cloud);
    expect(slugOf(await late.view(playerId, '0'.repeat(26)))).toBe('review-claim-needed');
    await expectStatus(late.claim(playerId), 200);
  });

  it('is needed to decide and to look at documents', async () => {
    const { playerId, documentId } = await waitingPlayer();
    const { body } = await first.read(playerId);
    expect(slugOf(await first.decide(playerId, { version: body.version, ...valid }))).toBe('review-claim-needed');
    expect(slugOf(await first.view(playerId, documentId))).toBe('review-claim-needed');
    await expectStatus(second.claim(playerId), 200);
    expect(slugOf(await first.view(playerId, documentId))).toBe('review-claimed');
  });
});

describe('a decision', () => {
  it('is refused when the reviewer saw another version: a document or a number came since', async () => {
    const player = await waitingPlayer();
    const { version } = (await expectStatus(first.claim(player.playerId), 200)).body;
    await sendDocument(cloud, player, { kind: 'proof-of-address' });
    expect(slugOf(await first.decide(player.playerId, { version, ...valid }))).toBe('state-changed');
    const again = (await expectStatus(first.claim(player.playerId), 200)).body;
    await giveNumber(cloud, player);
    expect(slugOf(await first.decide(player.playerId, { version: again.version, ...valid }))).toBe('state-changed');
  });

  it('to approve rests on an identity document, a number and the last day on the document', async () => {
    const player = await newPlayer(cloud, { language: 'en' });
    await sendDocument(cloud, player, { kind: 'proof-of-address' });
    const { version } = (await expectStatus(first.claim(player.playerId), 200)).body;
    expect(slugOf(await first.decide(player.playerId, { version, ...valid }))).toBe('review-incomplete');
    await sendDocument(cloud, player);
    const second = (await expectStatus(first.claim(player.playerId), 200)).body.version;
    expect(slugOf(await first.decide(player.playerId, { version: second, ...valid }))).toBe('review-incomplete');
    await giveNumber(cloud, player);
    const third = (await expectStatus(first.claim(player.playerId), 200)).body.version;
    const undated = await first.decide(player.playerId, { version: third, outcome: 'approve' });
    expect(undated).toMatchObject({ status: 400, body: { errors: [{ pointer: '/documentExpiresOn' }] } });
    const body = { version: third, outcome: 'approve', documentExpiresOn: null };
    await expectStatus(first.decide(player.playerId, body), 200);
    const { identity } = await identityOf(player);
    expect(identity).toEqual({ state: 'approved' });
  });

  it('is one transaction with what must outlive the account, which is sealed', async () => {
    const player = await waitingPlayer();
    await expectStatus(first.claimAndDecide(player.playerId, valid), 200);
    await cloud.settle();
    const row = await kycRow(player.playerId, 'due-diligence');
    expect(row).toMatchObject({
      outcome: 'approved',
      documentKinds: ['identity-document'],
      documentExpiresOn: '2035-04-30',
      reviewers: [first.staffId],
    });
    for (const name of ['verifiedName', 'verifiedBirthDate', 'identityNumber'])
      expect(row?.[name]).toBeInstanceOf(Uint8Array);
    const token = (await logIn(cloud, player.email, player.password)).body.accessToken;
    await closeForGood(cloud, token);
    const endsAtSeconds = (await kycRow(player.playerId, 'due-diligence'))?.['expiresAtSeconds'];
    expect(Number(endsAtSeconds)).toBeGreaterThan(cloud.now().getTime() / 1000 + 4 * 365 * 86_400);
  });

  it('is refused once the account is closing, and when it is closed the account leaves the queue', async () => {
    const player = await waitingPlayer();
    const { version } = (await expectStatus(first.claim(player.playerId), 200)).body;
    const closesAt = await beginClosure(cloud, player.token);
    expect(slugOf(await first.decide(player.playerId, { version, ...valid }))).toBe('review-state-refused');
    await letGracePass(cloud, closesAt);
    [first, second] = [await openReviewerDesk(cloud), await openReviewerDesk(cloud)];
    expect(await kycRow(player.playerId, 'review')).not.toHaveProperty('waitingBand');
    expect(await queued(player.playerId)).toBeUndefined();
    expect(slugOf(await second.claim(player.playerId))).toBe('review-state-refused');
    expect((await first.read(player.playerId)).body).not.toHaveProperty('values');
  });
});

describe('a review of high risk', () => {
  async function riskyPlayer(): Promise<TestPlayer> {
    const holder = await newPlayer(cloud, { language: 'en' });
    const player = await newPlayer(cloud, { language: 'en' });
    const nik = await giveNumber(cloud, holder);
    await sendDocument(cloud, player);
    await giveNumber(cloud, player, nik);
    return player;
  }

  it('stands first in the queue and takes two people who agree', async () => {
    const player = await riskyPlayer();
    const { playerId } = player;
    const { body } = await expectStatus(first.queue('?limit=1'), 200);
    expect(body.reviews).toMatchObject([{ playerId, band: 'high', score: 50 }]);
    const proposed = await expectStatus(first.claimAndDecide(playerId, valid), 200);
    expect(proposed.body).toMatchObject({ outcome: 'awaiting-second-reviewer', state: 'in-review' });
    expect((await identityOf(player)).identity).toEqual({ state: 'in-review' });
    expect(await queued(playerId)).toMatchObject({ isClaimed: false, awaitsSecondReviewer: true });
    const { version } = proposed.body;
    expect(slugOf(await first.decide(playerId, { version, ...valid }))).toBe('review-second-person-needed');
    expect(slugOf(await first.claim(playerId))).toBe('review-second-person-needed');
    const agreed = await expectStatus(second.claimAndDecide(playerId, valid), 200);
    expect(agreed.body).toMatchObject({ outcome: 'decided', state: 'approved' });
    expect((await kycRow(playerId, 'review'))?.['reviewers']).toEqual([first.staffId, second.staffId]);
    expect((await identityOf(player)).capabilities).toEqual({ withdraw: true });
  });

  it('goes on when the two disagree: the later word is the proposal', async () => {
    const { playerId } = await riskyPlayer();
    await expectStatus(first.claimAndDecide(playerId, valid), 200);
    const refusal = { outcome: 'refuse', reason: 'number-differs' };
    const other = await expectStatus(second.claimAndDecide(playerId, refusal), 200);
    expect(other.body.outcome).toBe('awaiting-second-reviewer');
    const last = await expectStatus(first.claimAndDecide(playerId, refusal), 200);
    expect(last.body).toMatchObject({ outcome: 'decided', state: 'refused' });
  });
});

describe('a link to a document', () => {
  it('exists only after its audit row, lasts 60 seconds, and opens nothing else', async () => {
    const { playerId, documentId } = await waitingPlayer();
    await expectStatus(first.claim(playerId), 200);
    cloud.cloud.faults.lay([
      { kind: 'fail-before', functionName: 'view-document', action: 'dynamodb:TransactWriteItems' },
    ]);
    const failed = await first.view(playerId, documentId);
    cloud.cloud.faults.clear();
    expect(failed.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(failed.body)).not.toContain('X-Amz-Signature');

    const { body } = await expectStatus(first.view(playerId, documentId), 201);
    const [row] = (await auditOf('document', documentId)).filter(({ action }) => action === 'document-viewed');
    expect(row).toMatchObject({ actorId: first.staffId, subjectId: playerId, context: reviewCase });
    const other = body.url.replace(documentId, '0'.repeat(26));
    expect((await fetch(other)).status).toBe(403);
    expect((await fetch(body.url)).status).toBe(200);
    cloud.turn({ seconds: 61 });
    expect((await fetch(body.url)).status).toBe(403);
  });

  it('is not made for a document that was refused or is unknown', async () => {
    const { playerId } = await waitingPlayer();
    await expectStatus(first.claim(playerId), 200);
    expect(slugOf(await first.view(playerId, '0'.repeat(26)))).toBe('not-found');
  });

  it('is alarmed about when there are many in an hour, and refused when there are more', async () => {
    const { playerId, documentId } = await waitingPlayer();
    const compliance = await openReviewerDesk(cloud, ['compliance']);
    const nextHour = 3600 - (Math.floor(cloud.now().getTime() / 1000) % 3600);
    if (nextHour < 120) cloud.turn({ seconds: nextHour });
    const viewer = nextHour < 120 ? await openReviewerDesk(cloud, ['compliance']) : compliance;
    const alarms = () =>
      cloud.cloud.logs.read('sesetoro-kyc-view-document').filter((line) => line.includes('BULK_DOCUMENT_VIEWING'));
    for (let view = 0; view < 60; view += 1) await expectStatus(viewer.view(playerId, documentId), 201);
    expect(alarms()).toEqual([]);
    await expectStatus(viewer.view(playerId, documentId), 201);
    expect(alarms()).toHaveLength(1);
    for (let view = 61; view < 120; view += 1) await expectStatus(viewer.view(playerId, documentId), 201);
    const refused = await viewer.view(playerId, documentId);
    expect(slugOf(refused)).toBe('too-many-views');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

describe('the own account of a member of staff', () => {
  it('is not in their queue, and they neither read, claim, see nor decide about it', async () => {
    const player = await waitingPlayer();
    const { playerId, documentId } = player;
    const account = (await rowsOf(cloud, 'players')).find(({ pk, sk }) => pk === playerId && sk === 'account');
    const own = ['kyc-reviewer', 'compliance'] as const;
    const desk = await openReviewerDesk(cloud, own);
    await setStaffAddress(cloud, desk.staffId, { emailIndex: String(account?.['emailIndex']), roles: own });
    const { body } = await expectStatus(desk.queue('?limit=50'), 200);
    expect(body.reviews.map((review: { playerId: string }) => review.playerId)).not.toContain(playerId);
    const answers = [
      await desk.read(playerId),
      await desk.claim(playerId),
      await desk.release(playerId),
      await desk.view(playerId, documentId),
      await desk.decide(playerId, { version: 1, ...valid }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 403]);
    expect(answers.map(slugOf)).toEqual(answers.map(() => 'own-account'));
  });
});

describe('the queue', () => {
  it('is walked page by page without losing or repeating anybody', async () => {
    const players = [await waitingPlayer(), await waitingPlayer(), await waitingPlayer()];
    const desk = await openReviewerDesk(cloud);
    const whole = (await expectStatus(desk.queue('?limit=50'), 200)).body.reviews;
    const walked: unknown[] = [];
    let query = '?limit=1';
    for (let page = 0; page < 60 && query !== ''; page += 1) {
      const { body } = await expectStatus(desk.queue(query), 200);
      walked.push(...body.reviews);
      query = body.cursor === undefined ? '' : `?limit=1&cursor=${body.cursor}`;
    }
    expect(walked).toEqual(whole);
    const ids = whole.map((review: { playerId: string }) => review.playerId);
    expect(ids.filter((id: string) => players.some(({ playerId }) => playerId === id))).toEqual(
      players.map(({ playerId }) => playerId),
    );
    expect(JSON.stringify(whole)).not.toContain('Wulan');
  });

  it.each(['nonsense', Buffer.from('high#x#y').toString('base64url'), Buffer.from('low##').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      const answer = await first.queue(`?cursor=${cursor}`);
      expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: '/query/cursor' }] } });
    },
  );
});

describe('roles', () => {
  const staffRoutes = routes.filter(({ path }) => path.startsWith('/v1/staff/kyc'));
  const cases = staffRoutes.flatMap((row) => roles.map((role) => ({ row, role, name: `${row.method} ${row.path}` })));

  it.each(cases)('$role on $name is as the list of routes says', async ({ row, role, name }) => {
    const { token } = await newStaff(cloud, `role-${role}`, [role]);
    const route = name.replace('{playerId}', '0'.repeat(26));
    const answer = await cloud.api(
      row.method === 'GET' && row.path.includes('{') ? `${route}?${new URLSearchParams(reviewCase)}` : route,
      {
        token,
        ...(row.method === 'POST' ? { body: {} } : {}),
      },
    );
    const mayCall = row.roles?.includes(role) === true;
    expect(answer.status === 403).toBe(!mayCall);
    expect(mayCall || slugOf(answer) === 'forbidden').toBe(true);
  });

  it('auditors see states and never values, also beside a claim', async () => {
    const { playerId } = await waitingPlayer();
    await expectStatus(first.claim(playerId), 200);
    const auditor = await openReviewerDesk(cloud, ['auditor']);
    const { body } = await expectStatus(auditor.read(playerId), 200);
    expect(body).toMatchObject({ state: 'in-review', claim: { staffId: first.staffId } });
    expect(body).not.toHaveProperty('values');
  });

  it('whoever reads says for what, and nothing that could be a name', async () => {
    const { playerId } = await waitingPlayer();
    const { token } = first;
    for (const query of [
      '',
      '?purpose=audit',
      '?purpose=curiosity&caseReference=C-1',
      '?purpose=audit&caseReference=Wulan%20K',
    ])
      expect((await cloud.api(`GET /v1/staff/kyc/${playerId}${query}`, { token })).status).toBe(400);
  });
});

it('reviews without a denial and without a defect of the cloud', () => {
  expect(cloud.cloud.denials()).toEqual([]);
  expect(cloud.cloud.defects).toEqual([]);
});
