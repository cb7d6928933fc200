/** `/profile`: one's own details and photo, colours, the browsers one is signed in with, and the devices that check in. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { changeProfile } from '#app/actions/profile-action.server';
import { OwnData } from '#app/components/account/own-data';
import { OwnDetails } from '#app/components/account/own-details';
import { OwnDevices } from '#app/components/account/own-devices';
import { OwnPasskeys } from '#app/components/account/own-passkeys';
import { OwnPhoto } from '#app/components/account/own-photo';
import { OwnSignIns } from '#app/components/account/own-sign-ins';
import { ProveIdentity } from '#app/components/account/prove-identity';
import { ThemeChoice } from '#app/components/account/theme-choice';
import { SignOut } from '#app/components/pwa/sign-out';
import { ThisDevice } from '#app/components/pwa/this-device';
import { THEME_COOKIE, themeCookie, themeOf } from '#app/components/shell/theme';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { passkeyHost } from '#domain/person/passkey';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Profile`);

export function loader(args: LoaderFunctionArgs) {
  const theme = themeOf(args.context.ctx.cookie(THEME_COOKIE));
  return withApi(args, async (api) => {
    const [profile, signIns, devices, passkeys, isProved] = await Promise.all([
      api.user.profile(),
      api.user.loginSessions(),
      api.device.mine(),
      api.passkey.mine(),
      api.profile.isProved(),
    ]);
    const canUsePasskeys = passkeyHost(args.context.ctx.policy.baseUrl) !== null;
    return { profile, signIns, devices, passkeys, isProved, canUsePasskeys, theme };
  });
}

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const { form } = args.context;
  if (form.get('act') === 'theme') {
    const headers = { 'Set-Cookie': themeCookie(themeOf(String(form.get('theme')))) };
    return data({ message: i18n._(msg`Colours saved.`), isAdding: false, waiting: null }, { headers });
  }
  return changeProfile(args);
}

/** What was done on a page that leads back here. */
function useNews(): string | undefined {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const message = useActionData<typeof action>()?.message;
  if (message) return message;
  if (search.has('saved')) return t`Your details have been saved.`;
  return search.has('password') ? t`Your password is changed. You are signed out everywhere else.` : undefined;
}

const QUESTIONS: Record<string, MessageDescriptor> = {
  'add-passkey': msg`Before a passkey is added, confirm that it is you.`,
  'remove-passkey': msg`Before a passkey is removed, confirm that it is you.`,
  'sign-out-others': msg`Before your passkeys are removed, confirm that it is you.`,
};

export default function Profile() {
  const { i18n, t } = useLingui();
  const { profile, signIns, devices, passkeys, isProved, canUsePasskeys, theme } = useLoaderData<typeof loader>();
  const news = useNews();
  const { waiting = null, isAdding = false } = useActionData<typeof action>() ?? {};
  const asked = waiting && QUESTIONS[waiting.act];
  const question = waiting && asked && (
    <ProveIdentity
      key={`${waiting.act} ${waiting.passkeyId}`}
      question={i18n._(asked)}
      fields={{ act: waiting.act, passkeyId: waiting.passkeyId, ...(waiting.endPasskeys && { endPasskeys: 'on' }) }}
      errors={waiting.errors}
      hasPasskey={canUsePasskeys && passkeys.length > 0}
      email={profile.email}
      cancelTo={paths.profile()}
    />
  );
  const isSigningOut = waiting?.act === 'sign-out-others';
  return (
    <>
      <PageHeader title={t`Profile`} />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        {news && <ResultNotice tone="success">{news}</ResultNotice>}
        <OwnDetails {...profile} photo={<OwnPhoto userId={profile.id} name={profile.name} photoAt={profile.photoAt} />} />
        <ThemeChoice theme={theme} />
        <ThisDevice />
        <OwnPasskeys
          passkeys={passkeys}
          canUse={canUsePasskeys}
          isProved={isProved}
          isAdding={isAdding}
          question={isSigningOut ? null : question}
        />
        <OwnSignIns signIns={signIns} hasPasskeys={passkeys.length > 0} question={isSigningOut ? question : null} />
        {devices.length > 0 && <OwnDevices devices={devices} />}
        <OwnData />
        <SignOut />
      </div>
    </>
  );
}
