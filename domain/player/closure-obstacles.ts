import type { CatalogueLanguage, Words } from '#catalogue/words.ts';

/** What must be out of the way before an account closes. */
export type ObstacleName = 'balance' | 'open-deposit';

/** Something in the way, in words, and what to do about it. */
export interface Obstacle {
  obstacle: ObstacleName;
  what: string;
  whatToDo: string;
}

/** What may be in the way, read from wallet and deposits. */
export interface ObstacleCircumstances {
  balanceMinor: number;
  /** Whether a deposit still awaits its payment. */
  hasOpenDeposit: boolean;
}

const wordings: Readonly<Record<ObstacleName, { what: Words; whatToDo: Words }>> = {
  balance: {
    what: { en: 'There is money in your balance.', id: 'Masih ada uang di saldo Anda.' },
    whatToDo: {
      en: 'Pay out the balance first; nothing of it is kept back.',
      id: 'Tarik saldo Anda terlebih dahulu; tidak ada yang kami tahan.',
    },
  },
  'open-deposit': {
    what: { en: 'A deposit still awaits its payment.', id: 'Masih ada setoran yang menunggu pembayaran.' },
    whatToDo: {
      en: 'Complete the payment, or wait until the deposit lapses: a day after it was started.',
      id: 'Selesaikan pembayarannya, atau tunggu sampai setoran itu kedaluwarsa: satu hari setelah dimulai.',
    },
  },
};

/** Names everything that stands in the way of a closure. */
export function obstaclesOf({ balanceMinor, hasOpenDeposit }: ObstacleCircumstances): ObstacleName[] {
  return [
    ...(balanceMinor === 0 ? [] : (['balance'] as const)),
    ...(hasOpenDeposit ? (['open-deposit'] as const) : []),
  ];
}

/** Says what stands in the way, and what to do about it. */
export function obstacleTexts(circumstances: ObstacleCircumstances, language: CatalogueLanguage): Obstacle[] {
  return obstaclesOf(circumstances).map((obstacle) => {
    const { what, whatToDo } = wordings[obstacle];
    return { obstacle, what: what[language], whatToDo: whatToDo[language] };
  });
}
