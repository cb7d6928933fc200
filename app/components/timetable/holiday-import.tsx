/** A list of public holidays: the file, then what it holds with a tick for each. Two plain forms whose action is the page's. */

import type { SubmissionResult } from '@conform-to/react';
import { plural } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { SampleLink } from '#app/components/sample/sample-link';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { FileField } from '#app/components/ui/form/file-field';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { FoundHoliday, HolidayPreview, UnusedHoliday } from '#domain/timetable/closure';
import { daysText, UNUSED_WORDS } from './words';

const ACTION = paths.closures();

/** Chooses the file; nothing is saved by it. */
export function HolidayUpload({ lastResult }: { lastResult: SubmissionResult<string[]> | null }) {
  const { t } = useLingui();
  const isPending = useNavigation().formData?.get('intent') === 'read';
  const errors = Object.values(lastResult?.error ?? {}).flatMap((messages) => messages ?? []);
  return (
    <Form method="post" action={ACTION} encType="multipart/form-data" className="grid gap-4">
      <FileField
        label={t`Calendar file`}
        hint={t`An .ics file, such as ministries and calendar apps offer. You choose what is added.`}
        name="file"
        accept=".ics,text/calendar"
        required
        errors={errors}
      />
      <div className="flex flex-wrap items-center gap-x-5 gap-y-2">
        <Button type="submit" name="intent" value="read" isPending={isPending}>
          <Trans>Read file</Trans>
        </Button>
        <SampleLink kind="holidays" />
      </div>
    </Form>
  );
}

const holidayText = ({ name, fromDay, untilDay }: FoundHoliday) => new URLSearchParams({ name, fromDay, untilDay }).toString();

/** As many are shown without a press. */
const FEW_UNUSED = 5;

/** What is not offered, each with the reason. */
function UnusedEntries({ unused }: { unused: UnusedHoliday[] }) {
  const { i18n, t } = useLingui();
  return (
    <details className="mb-3 text-sm" open={unused.length <= FEW_UNUSED}>
      <summary className="touch text-ink-muted">
        <Plural value={unused.length} one="# entry could not be used" other="# entries could not be used" />
      </summary>
      <ul className="max-h-60 list-disc overflow-y-auto ps-5">
        {[
          ...new Set(unused.map(({ name, reason }) => `${name || t`An entry without a name`}: ${i18n._(UNUSED_WORDS[reason])}`)),
        ].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </details>
  );
}

/** What was found, ticked unless it is there already. */
export function HolidayChoice({ holidays: { found, unused } }: { holidays: HolidayPreview }) {
  const format = useFormat();
  const { t } = useLingui();
  const isPending = useNavigation().formData?.get('intent') === 'import';
  return (
    <Card title={t`${plural(found.length, { one: '# holiday found', other: '# holidays found' })}`}>
      {unused.length > 0 && <UnusedEntries unused={unused} />}
      {found.length > 0 && (
        <Form method="post" action={ACTION} className="grid gap-3">
          <fieldset className="max-h-96 overflow-y-auto">
            <legend className="mb-1 text-sm font-medium">
              <Trans>Add as closures</Trans>
            </legend>
            {found.map((one) => (
              <label key={holidayText(one)} className="touch flex items-center gap-3">
                <input
                  type="checkbox"
                  name="holiday"
                  value={holidayText(one)}
                  defaultChecked={!one.isKnown}
                  className="size-5 shrink-0"
                />
                <span>
                  {one.name}
                  <span className="block text-sm text-ink-muted">
                    {daysText(format, one)}
                    {one.isKnown && ` · ${t`there already`}`}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
          <div>
            <Button type="submit" name="intent" value="import" variant="primary" isPending={isPending}>
              <Trans>Add ticked</Trans>
            </Button>
          </div>
        </Form>
      )}
    </Card>
  );
}
