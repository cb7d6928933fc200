/** `/teach/sessions/:id`: the register of one class session, from before it opens until after it is closed. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { data } from '@remix-run/server-runtime';
import { z } from 'zod';
import { intentOf } from '#app/actions/sent-form.server';
import { BadgeTools } from '#app/components/badge/badge-tools';
import { RegisterProvider } from '#app/components/register/model/register-context';
import { RegisterScreen } from '#app/components/register/register-screen';
import { SpotCheckDeck } from '#app/components/spot-check/spot-check-deck';
import { mint } from '#app/offline/calls/queueable';
import type { loader as rootLoader } from '#app/root';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { ClassSessionId } from '#domain/ids';
import { HeadCountInput, ReopenInput } from '#domain/register/class-session';

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) =>
  pageTitle({ matches }, page?.register.classSession.courseTitle ?? msg`Register`);

const PathId = z.string().regex(/^\d+$/).transform(Number).pipe(ClassSessionId);

/** The id in the path. @throws Response 404 for one that no class session can have */
function readId(i18n: I18n, id: string | undefined): number {
  const parsed = PathId.safeParse(id);
  if (!parsed.success) throw data({ message: i18n._(msg`There is no such class session.`) }, 404);
  return parsed.data;
}

export async function loader(args: LoaderFunctionArgs) {
  const i18n = wordsFor(args);
  const classSessionId = readId(i18n, args.params.id);
  const [register, spotChecks] = await withApi(args, (api) =>
    Promise.all([api.classSession.register({ classSessionId }), api.spotCheck.figures({ classSessionId })]),
  );
  return { register, spotChecks, baseUrl: args.context.ctx.policy.baseUrl };
}

const HeadCountForm = HeadCountInput.pick({ headCount: true }).extend({ headCount: HeadCountInput.shape.headCount.optional() });
const ReopenForm = ReopenInput.pick({ reason: true });

/** What was wrong with a form, as one list; null when it was accepted. */
function errorsOf({ errors }: Awaited<ReturnType<typeof submitForm>>): string[] | null {
  return errors && Object.values(errors.data.error ?? {}).flatMap((messages) => messages ?? []);
}

/** Two forms: the head count, and reopening with a reason. */
export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const classSessionId = readId(i18n, args.params.id);
  const intent = intentOf(args.context.form, ['head-count', 'reopen']);
  const result =
    intent === 'reopen'
      ? await submitForm(args, ReopenForm, (api, { reason }) => api.classSession.reopen({ classSessionId, reason }))
      : await submitForm(args, HeadCountForm, (api, { headCount = null }) =>
          api.classSession.setHeadCount({ ...mint(), classSessionId, headCount }),
        );
  return data({ errors: errorsOf(result) }, result.errors?.init ?? undefined);
}

export default function ClassSession() {
  const { t } = useLingui();
  const { register, spotChecks, baseUrl } = useLoaderData<typeof loader>();
  const actor = useRouteLoaderData<typeof rootLoader>('root')?.actor;
  if (!actor) return null;
  const back = actor.role === 'admin' ? { to: '/admin/live', label: t`Live` } : { to: '/teach', label: t`Today` };
  return (
    <RegisterProvider key={register.classSession.id} register={register} actor={actor}>
      <RegisterScreen
        register={register}
        tools={<BadgeTools />}
        afterCheckIn={<SpotCheckDeck figures={spotChecks} />}
        userId={actor.id}
        baseUrl={baseUrl}
        back={back}
      />
    </RegisterProvider>
  );
}
