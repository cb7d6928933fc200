/** `/profile`: one's own details and photo, colours, the browsers one is signed in with, and the devices that check in. */
import { type MetaFunction, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { ResultNotice } from '#app/components/outcome-notice';
import { OwnSignIns } from '#app/components/own-sign-ins';
import { PageHeader } from '#app/components/page-header';
import { OwnData } from '#app/components/profile/own-data';
import { OwnDetails } from '#app/components/profile/own-details';
import { OwnDevices } from '#app/components/profile/own-devices';
import { OwnPasskeys } from '#app/components/profile/own-passkeys';
import { OwnPhoto } from '#app/components/profile/own-photo';
import { ThemeChoice } from '#app/components/profile/theme-choice';
import { SignOut } from '#app/components/pwa/sign-out';
import { ThisDevice } from '#app/components/pwa/this-device';
import { THEME_COOKIE, themeCookie, themeOf } from '#app/theme';
import { type Api, withApi } from '#app/trpc/caller.server';
import { passkeyHost } from '#domain/passkey';

export const meta: MetaFunction = () => [{ title: 'Profile · Muster' }];

export function loader(args: LoaderFunctionArgs) {
  const theme = themeOf(args.context.ctx.cookie(THEME_COOKIE));
  return withApi(args, async (api) => {
    const [profile, signIns, devices, passkeys] = await Promise.all([
      api.user.profile(),
      api.user.loginSessions(),
      api.device.mine(),
      api.passkey.mine(),
    ]);
    const canUsePasskeys = passkeyHost(args.context.ctx.policy.baseUrl) !== null;
    return { profile, signIns, devices, passkeys, canUsePasskeys, theme };
  });
}

/** What was done, in a sentence. */
async function change(api: Api, form: FormData): Promise<string> {
  const text = (name: string) => String(form.get(name) ?? '');
  switch (text('act')) {
    case 'rename-device':
      await api.device.rename({ deviceId: text('deviceId'), name: text('name') });
      return 'The device has its new name.';
    case 'remove-device':
      await api.device.revoke({ deviceId: text('deviceId') });
      return 'That device is removed and signed out.';
    case 'rename-passkey':
      await api.passkey.rename({ id: text('passkeyId'), name: text('name') });
      return 'The passkey has its new name.';
    case 'remove-passkey':
      await api.passkey.remove({ id: text('passkeyId') });
      return 'That passkey is removed. Your device may still offer it: remove it there too.';
    default:
      return endSignIn(api, text('end'));
  }
}

async function endSignIn(api: Api, end: string): Promise<string> {
  if (end !== 'others') {
    await api.user.endLoginSession({ id: end });
    return 'That browser is signed out.';
  }
  await api.user.signOutEverywhereElse();
  return 'You are signed out everywhere else.';
}

export async function action(args: ActionFunctionArgs) {
  const form = await args.request.formData();
  if (form.get('act') === 'theme') {
    const headers = { 'Set-Cookie': themeCookie(themeOf(String(form.get('theme')))) };
    return data({ message: 'The colours are saved.' }, { headers });
  }
  return withApi(args, async (api) => ({ message: await change(api, form) }));
}

/** What was done on a page that leads back here. */
function useNews(): string | undefined {
  const [search] = useSearchParams();
  const message = useActionData<typeof action>()?.message;
  if (message) return message;
  if (search.has('saved')) return 'Your details are saved.';
  return search.has('password') ? 'Your password is changed. You are signed out everywhere else.' : undefined;
}

export default function Profile() {
  const { profile, signIns, devices, passkeys, canUsePasskeys, theme } = useLoaderData<typeof loader>();
  const news = useNews();
  const clock = { zone: profile.zone, locale: profile.locale };
  return (
    <>
      <PageHeader title="Profile" />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        {news && <ResultNotice tone="success">{news}</ResultNotice>}
        <OwnDetails {...profile} />
        <OwnPhoto userId={profile.id} name={profile.name} photoAt={profile.photoAt} />
        <ThemeChoice theme={theme} />
        <ThisDevice />
        <OwnPasskeys passkeys={passkeys} canUse={canUsePasskeys} {...clock} />
        <OwnSignIns signIns={signIns} {...clock} />
        {devices.length > 0 && <OwnDevices devices={devices} {...clock} />}
        <OwnData />
        <SignOut />
      </div>
    </>
  );
}
