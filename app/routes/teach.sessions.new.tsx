/** `/teach/sessions/new`: adds a class session by hand, then goes to it. Works before the page's script has loaded. */
import { useForm } from '@conform-to/react';
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
import { MINUTE_MS } from '#domain/duration';
import { NewClassSessionInput } from '#domain/register/class-session';
import { dayAt, wallTimeAt } from '#domain/time';

const STEP_MS = 5 * MINUTE_MS;
const LENGTH_MS = 50 * MINUTE_MS;

export const meta: MetaFunction = () => [{ title: 'Add a class · Muster' }];

/** What is typed, before it is read. */
type Typed = Record<'sectionId' | 'day' | 'startTime' | 'endTime' | 'room', string>;

/** From the next full five minutes, for a lesson's length; never past midnight. */
function proposal(now: number, zone: string): { day: string; startTime: string; endTime: string } {
  const startsAt = Math.ceil(now / STEP_MS) * STEP_MS;
  const day = dayAt(startsAt, zone);
  const isSameDay = dayAt(startsAt + LENGTH_MS, zone) === day;
  return { day, startTime: wallTimeAt(startsAt, zone), endTime: isSameDay ? wallTimeAt(startsAt + LENGTH_MS, zone) : '23:59' };
}

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [sections, { serverNow, zone }] = await Promise.all([api.classSession.sections(), api.classSession.today()]);
    return { sections, proposed: proposal(serverNow, zone) };
  });
}

export async function action(args: ActionFunctionArgs) {
  const { errors, value } = await submitForm(args, NewClassSessionInput, (api, input) => api.classSession.add(input));
  return errors ?? redirect(paths.register(value.classSessionId));
}

function NoSections() {
  return (
    <Card>
      <EmptyState
        icon={CalendarOff}
        title="No classes to add to"
        action={<ButtonLink to={paths.staffDay()}>Back to today</ButtonLink>}
      >
        You are not staff of any class yet. An administrator can add you.
      </EmptyState>
    </Card>
  );
}

function NewClassSessionForm() {
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
      <SelectField {...fieldProps(fields.sectionId)} label="Class" required>
        <option value="">Choose a class</option>
        {sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => (
          <option key={sectionId} value={sectionId}>{`${courseTitle} (${courseCode} ${sectionCode})`}</option>
        ))}
      </SelectField>
      <TextField {...fieldProps(fields.day)} label="Day" type="date" required />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField {...fieldProps(fields.startTime)} label="From" type="time" required />
        <TextField {...fieldProps(fields.endTime)} label="Until" type="time" required />
      </div>
      <TextField {...fieldProps(fields.room)} label="Room" autoComplete="off" />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" isPending={useNavigation().state === 'submitting'}>
          Add class
        </Button>
        <ButtonLink to={paths.staffDay()}>Cancel</ButtonLink>
      </div>
    </Form>
  );
}

export default function NewClassSession() {
  const { sections } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title="Add a class"
        lead="For a class that meets outside its timetable."
        back={{ to: paths.staffDay(), label: 'Today' }}
      />
      {sections.length > 0 ? <NewClassSessionForm /> : <NoSections />}
    </>
  );
}
