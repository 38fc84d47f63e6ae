import { jurisdictions } from '#catalogue/jurisdictions/index.ts';
import type { BreachClock, Deadline, Fact, Jurisdiction } from '#catalogue/jurisdictions/jurisdiction.ts';
import { page, table } from './page.ts';

const deadlineText = ({ amount, unit }: Deadline) => `${amount} ${unit}`;

function clockText(clock: BreachClock): string {
  switch (clock.kind) {
    case 'hours':
      return `${clock.hours} hours from ${clock.from}`;
    case 'with-regulator':
      return 'with or after the regulator';
    case 'without-undue-delay':
      return 'without undue delay';
  }
}

function row<Value>(what: string, fact: Fact<Value>, text: (value: Value) => string = String): string[] {
  return [
    what,
    fact.value === null ? 'not established' : text(fact.value),
    fact.source,
    fact.effectiveFrom ?? '',
    fact.confirmed ? 'yes' : '**no**',
  ];
}

function rowsOf(law: Jurisdiction): string[][] {
  return [
    row('Zone in which ages are counted', law.timeZone),
    row('Minimum age in years', law.minimumAgeYears),
    row(
      'Most deposited before identity is proved',
      law.depositMaxBeforeProof,
      (most) => `${((most?.amountMinor ?? 0) / 100).toFixed(2)} ${law.currency}`,
    ),
    ...Object.entries(law.deadlines).map(([right, fact]) => row(`Deadline: ${right}`, fact, deadlineText)),
    row('Extension of a request', law.requestExtension, (extension) =>
      extension === null ? 'none' : deadlineText(extension),
    ),
    row('Breach: regulator', law.breachClocks.regulator, clockText),
    row('Breach: people', law.breachClocks.subjects, clockText),
    row('Consent to a material change of the policy', law.reconsent),
    row('Retention floor in years', law.retentionYears.floor),
    row('Retention ceiling in years', law.retentionYears.ceiling),
    row('Residency', law.residency),
    ...Object.entries(law.transfers).map(([region, fact]) => row(`Transfer to ${region}`, fact)),
    row('Regulator', law.regulator, ({ name, website }) => `${name}, ${website}`),
  ];
}

/** `docs/jurisdictions.md`: the table of laws with the source of each value. */
export function jurisdictionsPage(): string {
  const blocks = Object.values(jurisdictions).flatMap((law) => [
    `## ${law.name.en} (${law.code})`,
    `Currency ${law.currency}. Languages: ${law.languages.join(', ')}.`,
    table(['What', 'Value', 'Source', 'From', 'Confirmed'], rowsOf(law)),
  ]);
  return page('Jurisdictions', [
    'What the law says, as far as it was established. **Every jurisdiction is closed** until a person records a licence ' +
      'reference in `lib/regions.ts`; nothing here says that the business of an operator is lawful anywhere. What is not ' +
      'confirmed must be read in the law before a jurisdiction is opened. Where policy and law differ, the stricter wins.',
    ...blocks,
  ]);
}
