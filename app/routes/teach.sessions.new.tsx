/** `/teach/sessions/new`: adds a class session by hand, then goes to it. Works before the page's script has loaded. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { CalendarOff } from 'lucide-react';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { SelectField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { MINUTE_MS } from '#domain/duration';
import { NewClassSessionInput } from '#domain/register/class-session';
import { dayAt, wallTimeAt } from '#domain/time';

const STEP_MS = 5 * MINUTE_MS;
const LENGTH_MS = 50 * MINUTE_MS;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Add a class`);

/** What is typed, before it is read. */
type Typed = Record<'sectionId' | 'day' | 'startTime' | 'endTime' | 'room', string>;

/** From the next full five minutes, for a lesson's length. */
function proposal(now: number, zone: string): { day: string; startTime: string; endTime: string } {
  const startsAt = Math.ceil(now / STEP_MS) * STEP_MS;
  const [startTime, endTime] = [wallTimeAt(startsAt, zone), wallTimeAt(startsAt + LENGTH_MS, zone)];
  return { day: dayAt(startsAt, zone), startTime, endTime };
}

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [sections, { serverNow, zone }] = await Promise.all([api.classSession.sections(), api.school.profile()]);
    return { sections, proposed: proposal(serverNow, zone) };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, NewClassSessionInput, (api, input) => api.classSession.add(input));
  return errors ?? redirect(paths.register(value.classSessionId));
}

function NoSections() {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState
        icon={CalendarOff}
        title={t`No classes to add to`}
        action={
          <ButtonLink to={paths.staffDay()}>
            <Trans>Back to today</Trans>
          </ButtonLink>
        }
      >
        <Trans>You are not staff of any class yet. An administrator can add you.</Trans>
      </EmptyState>
    </Card>
  );
}

function NewClassSessionForm() {
  const { t } = useLingui();
  const { sections, proposed } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const [only] = sections.length === 1 ? sections : [];
  const [form, fields] = useForm<Typed>({
    lastResult,
    defaultValue: { ...proposed, sectionId: String(only?.sectionId ?? '') },
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} className="grid max-w-xl gap-5">
      <FormErrors errors={form.errors} />
      <SelectField {...fieldProps(fields.sectionId)} label={t`Class`} required>
        <option value="">
          <Trans>Choose a class</Trans>
        </option>
        {sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
          <option key={sectionId} value={sectionId}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
        ))}
      </SelectField>
      <TextField {...fieldProps(fields.day)} label={t`Day`} type="date" required />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField {...fieldProps(fields.startTime)} label={t`From`} type="time" required />
        <TextField {...fieldProps(fields.endTime)} label={t`Until`} type="time" required />
      </div>
      <TextField {...fieldProps(fields.room)} label={t`Room`} autoComplete="off" />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isPending={useNavigation().state === 'submitting'}>
          <Trans>Add class</Trans>
        </Button>
        <ButtonLink to={paths.staffDay()}>
          <Trans>Cancel</Trans>
        </ButtonLink>
      </div>
    </Form>
  );
}

export default function NewClassSession() {
  const { t } = useLingui();
  const { sections } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={t`Add a class`}
        lead={t`For a class that meets outside its timetable.`}
        back={{ to: paths.staffDay(), label: t`Today` }}
      />
      {sections.length > 0 ? <NewClassSessionForm /> : <NoSections />}
    </>
  );
}
