/** `/teach/sessions/:id/change`: cancels one class, moves it, or brings it back. Works before the page's script has loaded. */

import { useForm } from '@conform-to/react';
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { type FormEvent, type MouseEvent, useState } from 'react';
import { intentOf } from '#app/actions/sent-form.server';
import { Clashes } from '#app/components/timetable/change-report';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Dialog } from '#app/components/ui/dialog';
import { Notice } from '#app/components/ui/feedback/notice';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { CheckboxField, TextAreaField, TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { formatFor, wordsFor } from '#app/words/request-words.server';
import { CancelInput, MoveInput, RestoreInput } from '#domain/register/class-session';
import { wallTimeAt } from '#domain/time';
import type { Clash } from '#domain/timetable/slot';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Change a class`);

export function loader(args: LoaderFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  return withApi(args, async (api) => {
    const [{ classSession, rows }, school] = await Promise.all([
      api.classSession.register({ classSessionId }),
      api.school.profile(),
    ]);
    const { courseTitle, sectionCode, day, startsAt, endsAt, zone, room, state } = classSession;
    const times = { day, startTime: wallTimeAt(startsAt, zone), endTime: wallTimeAt(endsAt, zone) };
    const when = formatFor(args, school).meeting(times);
    const title = `${courseTitle} ${sectionCode}`;
    return { classSessionId, title, when, ...times, room: room ?? '', state, students: rows.length };
  });
}

type Value = { message: string | null; clashes: Clash[] };

/** What was done, and how many are told of it. */
const DONE = {
  move: (count: number) =>
    msg`${plural(count, { one: 'Class moved. # student is told.', other: 'Class moved. # students are told.' })}`,
  cancel: (count: number) =>
    msg`${plural(count, { one: 'Class cancelled. # student is told.', other: 'Class cancelled. # students are told.' })}`,
  restore: (count: number) =>
    msg`${plural(count, { one: 'Class restored. # student is told.', other: 'Class restored. # students are told.' })}`,
};

const done = (i18n: I18n, what: keyof typeof DONE, { told }: { told: number }): Value => ({
  message: i18n._(DONE[what](told)),
  clashes: [],
});

/** Clashes that nobody has accepted are shown, not moved into. */
async function move(i18n: I18n, api: Api, input: MoveInput): Promise<Value> {
  const { clashes } = await api.classSession.previewMove(input);
  const isHeld = clashes.length > 0 && !input.acceptClashes && clashes.every(({ kind }) => kind !== 'section');
  return isHeld ? { message: null, clashes } : done(i18n, 'move', await api.classSession.move(input));
}

const INTENTS = ['move', 'cancel', 'restore'] as const;

function submit(args: ActionFunctionArgs, intent: (typeof INTENTS)[number]) {
  const i18n = wordsFor(args);
  if (intent === 'cancel')
    return submitForm(args, CancelInput, async (api, input) => done(i18n, 'cancel', await api.classSession.cancel(input)));
  if (intent === 'restore')
    return submitForm(args, RestoreInput, async (api, input) => done(i18n, 'restore', await api.classSession.restore(input)));
  return submitForm(args, MoveInput, (api, input) => move(i18n, api, input));
}

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const of = { typed: Object.fromEntries(form) as Partial<TypedMove>, intent: intentOf(form, INTENTS) };
  const { errors, value } = await submit(args, of.intent);
  return errors ? data({ of, result: errors.data, value: null }, errors.init ?? undefined) : data({ of, result: null, value });
}

type TypedMove = Record<'day' | 'startTime' | 'endTime' | 'room' | 'note', string> & { acceptClashes?: string };

function useLast(intent: string) {
  const last = useActionData<typeof action>();
  return last?.of.intent === intent ? last : undefined;
}

const usePending = (intent: string) => useNavigation().formData?.get('intent') === intent;

function MoveForm() {
  const { t } = useLingui();
  const { classSessionId, day, startTime, endTime, room } = useLoaderData<typeof loader>();
  const last = useLast('move');
  const [form, fields] = useForm<TypedMove>({
    id: 'move',
    lastResult: last?.result,
    defaultValue: last?.value?.message === null ? last.of.typed : { day, startTime, endTime, room },
  });
  const clashes = last?.value?.clashes ?? [];
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} preventScrollReset className="grid gap-4">
      <FormErrors errors={form.errors} />
      <input type="hidden" name="classSessionId" value={classSessionId} />
      <TextField {...fieldProps(fields.day)} label={t`Day`} type="date" required />
      <div className="grid grid-cols-2 items-start gap-4">
        <TextField {...fieldProps(fields.startTime)} label={t`From`} type="time" required />
        <TextField {...fieldProps(fields.endTime)} label={t`Until`} type="time" required />
      </div>
      <TextField {...fieldProps(fields.room)} label={t`Room`} autoComplete="off" maxLength={60} />
      <TextAreaField {...fieldProps(fields.note)} label={t`Note to students`} rows={2} maxLength={300} />
      <Clashes clashes={clashes} />
      {clashes.length > 0 && <CheckboxField name="acceptClashes" label={t`Move anyway, with classes at the same time`} />}
      <div>
        <Button type="submit" name="intent" value="move" variant="primary" isPending={usePending('move')}>
          <Trans>Move class</Trans>
        </Button>
      </div>
    </Form>
  );
}

/** What many people are told of is asked first, once the page's script has loaded. */
function CancelForm() {
  const { t } = useLingui();
  const { classSessionId, students } = useLoaderData<typeof loader>();
  const [form, fields] = useForm<{ note: string }>({ id: 'cancel', lastResult: useLast('cancel')?.result });
  const [isAsking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const ask = (event: MouseEvent) => {
    event.preventDefault();
    setAsking(true);
  };
  const confirm = (event: FormEvent<HTMLFormElement>) => {
    form.onSubmit(event);
    close();
  };
  const send = { type: 'submit', name: 'intent', value: 'cancel', variant: 'danger' } as const;
  return (
    <Form method="post" id={form.id} onSubmit={confirm} preventScrollReset className="grid gap-4">
      <FormErrors errors={form.errors} />
      <input type="hidden" name="classSessionId" value={classSessionId} />
      <TextAreaField {...fieldProps(fields.note)} label={t`Note to students`} rows={2} maxLength={300} />
      <div>
        <Button {...send} isPending={usePending('cancel')} onClick={ask}>
          <Trans>Cancel class</Trans>
        </Button>
      </div>
      <Dialog
        isOpen={isAsking}
        onClose={close}
        title={t`Cancel this class?`}
        actions={
          <>
            <Button {...send}>
              <Trans>Cancel class</Trans>
            </Button>
            <Button onClick={close}>
              <Trans>Keep class</Trans>
            </Button>
          </>
        }
      >
        <p>{t`${plural(students, { one: '# student will be told.', other: '# students will be told.' })}`}</p>
      </Dialog>
    </Form>
  );
}

function RestoreForm() {
  const { classSessionId } = useLoaderData<typeof loader>();
  const last = useLast('restore');
  return (
    <Form method="post" preventScrollReset className="grid gap-4">
      <FormErrors errors={last?.result?.error?.[''] ?? undefined} />
      <input type="hidden" name="classSessionId" value={classSessionId} />
      <p>
        <Trans>This class is cancelled. Until its time is over it can be restored; its students will be told.</Trans>
      </p>
      <div>
        <Button type="submit" name="intent" value="restore" variant="primary" isPending={usePending('restore')}>
          <Trans>Restore class</Trans>
        </Button>
      </div>
    </Form>
  );
}

export default function ChangeClass() {
  const { t } = useLingui();
  const { classSessionId, title, when, room, state } = useLoaderData<typeof loader>();
  const message = useActionData<typeof action>()?.value?.message;
  return (
    <>
      <PageHeader
        title={title}
        lead={[when, room].filter(Boolean).join(', ')}
        back={{ to: paths.register(classSessionId), label: t`Register` }}
      />
      <div className="grid max-w-xl gap-4 lg:gap-6">
        {message && <ResultNotice tone="success">{message}</ResultNotice>}
        {state === 'cancelled' && (
          <Card title={t`Restore`}>
            <RestoreForm />
          </Card>
        )}
        {state === 'scheduled' && (
          <>
            <Card title={t`Move`}>
              <MoveForm key={when + room} />
            </Card>
            <Card title={t`Cancel`}>
              <CancelForm />
            </Card>
          </>
        )}
        {(state === 'open' || state === 'closed') && (
          <Notice
            tone="info"
            action={
              <ButtonLink to={paths.register(classSessionId)}>
                <Trans>Register</Trans>
              </ButtonLink>
            }
          >
            <Trans>This class has begun or is over, so it cannot be moved or cancelled.</Trans>
          </Notice>
        )}
      </div>
    </>
  );
}
