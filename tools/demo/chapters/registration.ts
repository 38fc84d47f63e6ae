import { castPerson, mailedTokens, readNotice, register, signIn, verify, welcome, type Role } from '../people.ts';
import type { DemoPlayer, Story } from '../story.ts';

/** The players of the story. */
export interface Cast {
  /** Indonesia, in Indonesian: the one who will leave. */
  wulan: DemoPlayer;
  /** Indonesia, in English: the one who plays on. */
  sari: DemoPlayer;
  /** Singapore, in English: whose data crosses a border. */
  weiLing: DemoPlayer;
}

const wulanRole: Role = { calledName: 'Wulan', jurisdiction: 'ID', language: 'id' };
const sariRole: Role = { calledName: 'Sari', jurisdiction: 'ID', language: 'en' };
const weiLingRole: Role = { calledName: 'Wei Ling', jurisdiction: 'SG', language: 'en' };
const strangerRole: Role = { calledName: 'Stranger', jurisdiction: 'ID', language: 'en' };

/** A stranger registers Wulan's address first. Whoever opens her mail needs the password of the registration as well. */
async function registerBehindStranger(story: Story): Promise<DemoPlayer> {
  const { account, cloud } = story;
  const wulan = castPerson(story, wulanRole);
  const stranger = { ...castPerson(story, strangerRole), email: wulan.email };
  account.tell('A stranger registers with the e-mail address of Wulan, before she does.');
  const first = await register(story, { role: strangerRole, person: stranger });
  await cloud.settle();
  const [strangersToken = ''] = await mailedTokens(story, wulan.email);
  const second = await register(story, { role: wulanRole, person: wulan });
  await cloud.settle();
  account.check(
    'both get the same answer: nobody learns which addresses are known',
    first.status === 202 && second.status === 202,
  );
  const ownToken = (await mailedTokens(story, wulan.email)).find((token) => token !== strangersToken) ?? '';
  account.check(
    "the stranger's link does not work with Wulan's password",
    (await verify(story, strangersToken, wulan.password)).status === 403,
  );
  account.check(
    "Wulan's own link and password open her account",
    (await verify(story, ownToken, wulan.password)).status === 201,
  );
  account.check(
    "the stranger's registration died with that",
    (await verify(story, strangersToken, stranger.password)).status === 403,
  );
  account.check('one link opens one account, once', (await verify(story, ownToken, wulan.password)).status === 403);
  return signIn(story, wulanRole, wulan);
}

async function registerAcrossBorder(story: Story): Promise<DemoPlayer> {
  const { account } = story;
  const person = castPerson(story, weiLingRole);
  const { asksConsent } = await readNotice(story, weiLingRole);
  account.check('the notice for Singapore asks for consent to the transfer to Jakarta', asksConsent);
  const silent = await register(story, { role: weiLingRole, person, changes: { transferConsent: undefined } });
  account.check('without that consent there is no account', silent.problem === 'transfer-consent-needed', silent);
  const player = await welcome(story, weiLingRole, person);
  const [mail] = await story.cloud.inbox(person.email);
  account.check('Wei Ling is written to in English', mail?.subject.startsWith('Confirm') === true, mail?.subject);
  return player;
}

async function refuseOthers(story: Story): Promise<void> {
  const { account, cloud } = story;
  const person = castPerson(story, sariRole);
  const refusedBy = async (changes: Record<string, unknown>) =>
    (await register(story, { role: sariRole, person, changes })).problem;
  const youngest = cloud.now().getUTCFullYear() - 20;
  account.check('nobody under age gets in', (await refusedBy({ birthDate: `${youngest}-01-01` })) === 'under-age');
  account.check('no short password', (await refusedBy({ password: 'only 14 points' })) === 'password-refused');
  account.check('no outdated notice', (await refusedBy({ noticeHash: '0'.repeat(64) })) === 'notice-outdated');
  account.check('no field that nobody asked for', (await refusedBy({ religion: 'none' })) === 'validation-failed');
  account.check(
    'no consent where none is asked',
    (await refusedBy({ transferConsent: true })) === 'transfer-consent-not-asked',
  );
}

/** Players come from two jurisdictions, in two languages. */
export async function playRegistration(story: Story): Promise<Cast> {
  const { account, cloud } = story;
  account.chapter('Three people register');
  const wulan = await registerBehindStranger(story);
  const [mail] = (await cloud.inbox(wulan.person.email)).slice(-1);
  account.check('Wulan is written to in Indonesian', mail?.subject.startsWith('Konfirmasi') === true, mail?.subject);
  const weiLing = await registerAcrossBorder(story);
  const sari = await welcome(story, sariRole);
  await refuseOthers(story);
  const links = (await mailedTokens(story, sari.person.email)).length;
  const shouting = { ...sari.person, email: sari.person.email.toUpperCase() };
  const shouted = await register(story, { role: sariRole, person: shouting });
  await cloud.settle();
  const subjects = (await cloud.inbox(sari.person.email)).map(({ subject }) => subject);
  account.check(
    'an address in capitals is the same address: the answer is the same, and no link is mailed',
    shouted.status === 202 && (await mailedTokens(story, sari.person.email)).length === links,
  );
  account.check('its owner is told', subjects.includes('You already have a sesetoro account'), subjects);
  const accounts = (await cloud.rows('players')).filter(({ sk }) => sk === 'account');
  account.check('three accounts are open', accounts.length === 3, accounts.length);
  return { wulan, sari, weiLing };
}
