/** How often a class's spot checks found somebody missing, with the class sessions the figure is made of. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Disclosure } from '#app/components/ui/disclosure';
import { percentText, sumsText } from '#app/components/ui/figure';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { SpotCheckFigure } from '#domain/check-in/spot-check';
import { percentOf } from '#domain/rate';
import { mismatchOf } from './deck';

export type SpotCheckRateProps = { figures: readonly SpotCheckFigure[] };

function Line({ figure }: { figure: SpotCheckFigure }) {
  const { t } = useLingui();
  const { classSessionId, startsAt, asked, missing } = figure;
  return (
    <li className="flex items-center justify-between gap-3">
      <Link
        to={paths.register(classSessionId)}
        className="touch inline-flex items-center text-accent underline underline-offset-4"
      >
        <Time at={startsAt} style="moment" />
      </Link>
      <span className="figures text-ink-muted">{t`${missing} of ${asked} not here`}</span>
    </li>
  );
}

/** The pooled rate; opens to its class sessions. "No data" before the first. */
export function SpotCheckRate({ figures }: SpotCheckRateProps) {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const sums = mismatchOf(figures);
  if (sums.possible === 0)
    return (
      <p className="text-sm text-ink-muted">
        <Trans>Not here at spot checks of this class: no data yet.</Trans>
      </p>
    );
  return (
    <Disclosure
      className="text-sm"
      summary={
        <span className="figures">
          {t`Not here at spot checks of this class: ${percentText(format, percentOf(sums))}, ${sumsText(i18n, sums)}`}
        </span>
      }
    >
      <ul aria-label={t`Spot checks of this class`} className="divide-y divide-line">
        {figures.map((figure) => (
          <Line key={figure.classSessionId} figure={figure} />
        ))}
      </ul>
    </Disclosure>
  );
}
