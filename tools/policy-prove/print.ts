import type { Judgement } from './judge.ts';

/** The last line of `--json`. */
export interface Summary {
  proved: string[];
  operator: string[];
  notYet: string[];
}

/** Ids by what is known of them. */
export function summarise(judgements: readonly Judgement[]): Summary {
  const idsIn = (state: Judgement['state']) => judgements.filter((each) => each.state === state).map(({ id }) => id);
  return { proved: idsIn('proved'), operator: idsIn('operator'), notYet: idsIn('not-yet') };
}

const marks: Readonly<Record<Judgement['state'], string>> = {
  proved: 'proved  ',
  operator: 'operator',
  'not-yet': 'not yet ',
};

/** One promise as lines of text: id, state, promise, control, proof, last result. */
export function linesOf({ id, state, promise, controls, tests, remark }: Judgement): string[] {
  return [
    `${id.padEnd(4)} ${marks[state]}  ${promise}`,
    ...controls.map((control) => `                 control  ${control}`),
    ...tests.map((test) => `                 proof    ${test}`),
    ...(state === 'proved' || tests.length + controls.length === 0 ? [] : [`                 result   ${remark}`]),
  ];
}

/** Ids of the baseline that are not proved any more. */
export function lostFrom(baseline: readonly string[], { proved }: Summary): string[] {
  return baseline.filter((id) => !proved.includes(id));
}
