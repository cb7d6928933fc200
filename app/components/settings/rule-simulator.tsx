/** What the rule in the form would do to everybody's marks: asked again as the form changes, and on a button before the script has loaded. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher } from '@remix-run/react';
import { FlaskConical } from 'lucide-react';
import { type RefObject, useEffect } from 'react';
import { Button } from '#app/components/ui/button';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { RuleComparison } from '#domain/rate';

/** Long enough to finish typing a number. */
const PAUSE_MS = 300;

const RULE_FIELDS = ['lateCredit', 'excusedCounts', 'thresholdPercent'];

/** What the rule would change. */
function changeText(i18n: I18n, { belowThen, newlyBelow, noLongerBelow }: RuleComparison): string {
  const sentences = [
    i18n._(msg`With this rule ${plural(belowThen, { one: '# student is', other: '# students are' })} below it.`),
    ...(newlyBelow > 0
      ? [i18n._(msg`${plural(newlyBelow, { one: '# student would fall below it.', other: '# students would fall below it.' })}`)]
      : []),
    ...(noLongerBelow > 0
      ? [
          i18n._(
            msg`${plural(noLongerBelow, { one: '# student would rise above it.', other: '# students would rise above it.' })}`,
          ),
        ]
      : []),
  ];
  return sentences.join(' ');
}

type ComparedProps = { comparison: RuleComparison; since: string };

/** Who is below the line as it is, with the way to them, and as it would be. */
function Compared({ comparison, since }: ComparedProps) {
  const { i18n } = useLingui();
  const { number } = useFormat();
  const { students, belowNow } = comparison;
  if (students === 0) return <Trans>No student has enough classes yet to say anything.</Trans>;
  return (
    <>
      <Trans>
        Below the line now:{' '}
        <TextLink to={paths.reportedStudents({ list: 'frequent', from: since })}>
          {number(belowNow)} of {number(students)} students
        </TextLink>
        .
      </Trans>{' '}
      {changeText(i18n, comparison)}
    </>
  );
}

/** Sends the form's rule a moment after one of its fields has changed. */
function useLiveRule(form: RefObject<HTMLFormElement | null>) {
  const fetcher = useFetcher<{ comparison: RuleComparison | null }>();
  const { submit } = fetcher;
  useEffect(() => {
    const element = form.current;
    if (!element) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = (event: Event) => {
      const name = event.target instanceof HTMLElement ? event.target.getAttribute('name') : null;
      if (!name || !RULE_FIELDS.includes(name)) return;
      clearTimeout(timer);
      timer = setTimeout(() => {
        const data = new FormData(element);
        data.set('intent', 'simulate');
        submit(data, { method: 'post' });
      }, PAUSE_MS);
    };
    element.addEventListener('input', ask);
    return () => {
      clearTimeout(timer);
      element.removeEventListener('input', ask);
    };
  }, [form, submit]);
  return fetcher.data?.comparison ?? null;
}

type SimulatorProps = {
  /** The first day that reports reach back to, `YYYY-MM-DD`. */
  since: string;
  /** The form that holds the rule. */
  form: RefObject<HTMLFormElement | null>;
  /** What the page was loaded with, or what its button was answered. */
  comparison: RuleComparison;
};

/** A sentence that changes, and a button. */
export function RuleSimulator({ form, comparison, since }: SimulatorProps) {
  const live = useLiveRule(form);
  return (
    <div className="rounded-lg bg-surface-sunken p-4">
      <p role="status" className="figures">
        <Compared comparison={live ?? comparison} since={since} />
      </p>
      <Button type="submit" name="intent" value="simulate" size="sm" icon={FlaskConical} className="mt-3">
        <Trans>Try this rule</Trans>
      </Button>
      <p className="mt-2 text-sm text-ink-muted">
        <Trans>Trying changes nothing. A student counts once 5 classes were held.</Trans>
      </p>
    </div>
  );
}
