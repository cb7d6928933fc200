/** `/teach/sessions/:id`: the register of one class session, from before it opens until after it is closed; with `?asAt=`, a wall time of
 *  the school, as it stood then. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { data } from '@remix-run/server-runtime';
import { useMemo } from 'react';
import { instantOfField } from '#app/actions/report-query.server';
import { intentOf } from '#app/actions/sent-form.server';
import { RegisterAsAt } from '#app/components/audit/register-as-at';
import { BadgeTools } from '#app/components/badge/badge-tools';
import { RemindButton } from '#app/components/message/remind-button';
import { RegisterProvider } from '#app/components/register/model/register-context';
import { RegisterScreen } from '#app/components/register/register-screen';
import { AsAtNotice } from '#app/components/report/address-notices';
import type { Person } from '#app/components/shell/shell';
import { SpotCheckDeck } from '#app/components/spot-check/spot-check-deck';
import { mint } from '#app/offline/calls/queueable';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { type Api, submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { HeadCountInput, ReopenInput } from '#domain/register/class-session';
import { packRegister, unpackRegister } from '#domain/register/packed-rows';
import { dayAt, wallTimeAt } from '#domain/time';

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) =>
  pageTitle({ matches }, page?.register.classSession.courseTitle ?? msg`Register`);

/** What cannot be a time is now, so that a time can be chosen. */
async function loadAsAt(api: Api, classSessionId: number, text: string) {
  const { zone, serverNow } = await api.school.profile();
  const asAt = instantOfField(text, zone) ?? serverNow;
  const register = await api.classSession.register({ classSessionId, asAt });
  return { asAt, wallTime: `${dayAt(asAt, zone)}T${wallTimeAt(asAt, zone)}`, register };
}

async function loadNow(api: Api, classSessionId: number) {
  const [register, spotChecks, reasonCodes] = await Promise.all([
    api.classSession.register({ classSessionId }),
    api.spotCheck.figures({ classSessionId }),
    api.reasonCode.list(),
  ]);
  return { asAt: null, register: packRegister(register), spotChecks, reasonCodes };
}

export async function loader(args: LoaderFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  const asAt = new URL(args.request.url).searchParams.get('asAt');
  const found = await withApi(args, async (api) =>
    asAt === null ? loadNow(api, classSessionId) : loadAsAt(api, classSessionId, asAt),
  );
  return { ...found, baseUrl: args.context.ctx.policy.baseUrl };
}

const HeadCountForm = HeadCountInput.pick({ headCount: true }).extend({ headCount: HeadCountInput.shape.headCount.optional() });
const ReopenForm = ReopenInput.pick({ reason: true });

/** What was wrong with a form, as one list; null when it was accepted. */
function errorsOf({ errors }: Awaited<ReturnType<typeof submitForm>>): string[] | null {
  return errors && Object.values(errors.data.error ?? {}).flatMap((messages) => messages ?? []);
}

/** Two forms: the head count, and reopening with a reason. */
export async function action(args: ActionFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  const intent = intentOf(args.context.form, ['head-count', 'reopen']);
  const result =
    intent === 'reopen'
      ? await submitForm(args, ReopenForm, (api, { reason }) => api.classSession.reopen({ classSessionId, reason }))
      : await submitForm(args, HeadCountForm, (api, { headCount = null }) =>
          api.classSession.setHeadCount({ ...mint(), classSessionId, headCount }),
        );
  return data({ errors: errorsOf(result) }, result.errors?.init ?? undefined);
}

type Now = Awaited<ReturnType<typeof loadNow>> & { baseUrl: string; actor: Person };

function RegisterOfNow({ register: packed, spotChecks, reasonCodes, baseUrl, actor }: Now) {
  const { t } = useLingui();
  const register = useMemo(() => unpackRegister(packed), [packed]);
  const back = actor.role === 'admin' ? { to: paths.live(), label: t`Live` } : { to: paths.staffDay(), label: t`Today` };
  return (
    <RegisterProvider key={register.classSession.id} register={register} reasonCodes={reasonCodes} actor={actor}>
      <RegisterScreen
        register={register}
        tools={
          <>
            <RemindButton />
            <BadgeTools />
          </>
        }
        afterCheckIn={<SpotCheckDeck figures={spotChecks} />}
        userId={actor.id}
        baseUrl={baseUrl}
        back={back}
      />
    </RegisterProvider>
  );
}

export default function ClassSession() {
  const { baseUrl, ...data } = useLoaderData<typeof loader>();
  const actor = useRouteLoaderData<typeof rootLoader>('root')?.actor;
  if (!actor) return null;
  if (data.asAt !== null) return <RegisterAsAt {...data} notice={<AsAtNotice at={data.asAt} isFollowed />} />;
  return <RegisterOfNow {...data} baseUrl={baseUrl} actor={actor} />;
}
