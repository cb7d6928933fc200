/** A list of public holidays: the file, then what it holds with a tick for each. Two plain forms whose action is the page's. */
import type { SubmissionResult } from '@conform-to/react';
import { Form, useNavigation } from '@remix-run/react';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { TextField } from '#app/components/ui/form/field';
import * as paths from '#app/paths';
import { plural } from '#domain/plural';
import type { FoundHoliday, HolidayPreview } from '#domain/timetable/closure';
import { daysText } from './words';

const ACTION = paths.closures();

/** Chooses the file; nothing is saved by it. */
export function HolidayUpload({ lastResult }: { lastResult: SubmissionResult<string[]> | null }) {
  const isPending = useNavigation().formData?.get('intent') === 'read';
  const errors = Object.values(lastResult?.error ?? {}).flatMap((messages) => messages ?? []);
  return (
    <Form method="post" action={ACTION} encType="multipart/form-data" className="grid gap-4">
      <TextField
        label="Calendar file"
        hint="An .ics file, as many ministries and calendar apps offer it. You choose what is added."
        name="file"
        type="file"
        accept=".ics,text/calendar"
        required
        errors={errors}
      />
      <div>
        <Button type="submit" name="intent" value="read" isPending={isPending}>
          Read file
        </Button>
      </div>
    </Form>
  );
}

const holidayText = ({ name, fromDay, untilDay }: FoundHoliday) => new URLSearchParams({ name, fromDay, untilDay }).toString();

function unreadText(unread: number): string {
  return plural(unread, 'entry could not be used.', 'entries could not be used.');
}

/** What was found, ticked unless it is there already. */
export function HolidayChoice({ holidays: { found, unread }, locale }: { holidays: HolidayPreview; locale: string }) {
  const isPending = useNavigation().formData?.get('intent') === 'import';
  return (
    <Card title={plural(found.length, 'holiday found', 'holidays found')}>
      {unread > 0 && (
        <p className="mb-3 text-sm text-ink-muted">{`${unreadText(unread)} They repeat, are cancelled, or have no name.`}</p>
      )}
      {found.length > 0 && (
        <Form method="post" action={ACTION} className="grid gap-3">
          <fieldset className="max-h-96 overflow-y-auto">
            <legend className="mb-1 text-sm font-medium">Add as closures</legend>
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
                    {daysText(one, locale)}
                    {one.isKnown && ' · there already'}
                  </span>
                </span>
              </label>
            ))}
          </fieldset>
          <div>
            <Button type="submit" name="intent" value="import" variant="primary" isPending={isPending}>
              Add ticked
            </Button>
          </div>
        </Form>
      )}
    </Card>
  );
}
