/** Figures as a table: what a chart shows, in words and numbers, each row a way to the class sessions behind it. */
import { Trans, useLingui } from '@lingui/react/macro';
import type { ReactNode } from 'react';
import { Rate, sumsText } from '#app/components/ui/figure';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import { STATUSES } from '#domain/register/attendance';
import type { Figures } from '#domain/report/figures';

export type FiguresRow = {
  key: string;
  label: string;
  /** The class sessions behind it; none where they cannot be told apart. */
  to: string | null;
  figures: Figures;
  /** In the last column: of the weeks before. */
  beside?: ReactNode;
};

/** What scrolls within itself where the window is narrower, also by keyboard. No landmark: it fills a card, which is one. */
export function ScrollFrame({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for questions of a form.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <div role="group" aria-label={label} tabIndex={0} className="relative overflow-x-auto print:overflow-visible">
      {children}
    </div>
  );
}

/** A table in such a frame. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ScrollFrame label={label}>
      <table className="figures w-full text-sm [&_td]:px-3 [&_td]:py-2 [&_th]:px-3 [&_th]:py-2 [&_th:first-child]:min-w-28 [&_tr]:border-b [&_tr]:border-line">
        {children}
      </table>
    </ScrollFrame>
  );
}

function Row({ label, to, figures, beside }: FiguresRow) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  return (
    <tr>
      <th scope="row" className="font-medium">
        {to === null ? (
          label
        ) : (
          <TextLink to={to} className="touch inline-flex items-center">
            {label}
          </TextLink>
        )}
      </th>
      <td className="whitespace-nowrap">
        <Rate percent={percentOf(figures)} to={to} className="font-semibold" />{' '}
        <span className="text-ink-muted">{figures.possible > 0 && sumsText(i18n, figures)}</span>
      </td>
      {beside !== undefined && <td className="whitespace-nowrap">{beside}</td>}
      {STATUSES.map((status) => (
        <td key={status}>{number(figures[status])}</td>
      ))}
      <td>{number(figures.classSessions)}</td>
    </tr>
  );
}

export type FiguresTableProps = {
  /** The table's name. */
  label: string;
  /** Of the first column. */
  head: string;
  /** Of the column with what stands beside the rate. */
  besideHead?: string;
  rows: readonly FiguresRow[];
};

/** One row for each period, section, weekday and so on. */
export function FiguresTable({ label, head, besideHead, rows }: FiguresTableProps) {
  const { i18n } = useLingui();
  return (
    <WideTable label={label}>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">
            <Trans>Rate</Trans>
          </th>
          {besideHead !== undefined && <th scope="col">{besideHead}</th>}
          {STATUSES.map((status) => (
            <th key={status} scope="col">
              {i18n._(STATUS_LOOKS[status].word)}
            </th>
          ))}
          <th scope="col">
            <Trans>Class sessions</Trans>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, ...row }) => (
          <Row key={key} {...row} />
        ))}
      </tbody>
    </WideTable>
  );
}
