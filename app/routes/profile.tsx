/** `/profile`: one's own details, the browsers one is signed in with, and the devices that check in. */
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Smartphone } from 'lucide-react';
import { Card } from '#app/components/card';
import { List, ListRow } from '#app/components/list';
import { Notice } from '#app/components/notice';
import { OwnSignIns } from '#app/components/own-sign-ins';
import { PageHeader } from '#app/components/page-header';
import { SignOut } from '#app/components/pwa/sign-out';
import { ThisDevice } from '#app/components/pwa/this-device';
import { ROLE_WORDS } from '#app/components/role-words';
import { type SchoolClock, Time } from '#app/components/time';
import { withApi } from '#app/trpc/caller.server';

export const meta: MetaFunction = () => [{ title: 'Profile · Muster' }];

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [profile, signIns, devices] = await Promise.all([api.user.profile(), api.user.loginSessions(), api.device.mine()]);
    return { profile, signIns, devices };
  });
}

export async function action(args: ActionFunctionArgs) {
  const end = String((await args.request.formData()).get('end'));
  return withApi(args, async (api) => {
    if (end === 'others') await api.user.signOutEverywhereElse();
    else await api.user.endLoginSession({ id: end });
    return { message: end === 'others' ? 'You are signed out everywhere else.' : 'That browser is signed out.' };
  });
}

type Data = Awaited<ReturnType<typeof loader>>;

function Details({ name, email, role, createdAt, ...clock }: Data['profile']) {
  const details = [
    ['Name', name],
    ['Email', email],
    ['Role', ROLE_WORDS[role]],
    ['Account since', <Time key="since" at={createdAt} {...clock} style="date" />],
  ] as const;
  return (
    <Card title="Your details">
      <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[auto_1fr]">
        {details.map(([term, detail]) => (
          <div key={term} className="sm:contents">
            <dt className="text-sm text-ink-muted sm:leading-6">{term}</dt>
            <dd className="break-words">{detail}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-4 text-sm text-ink-muted">Is something not right? Ask your school’s administrator to change it.</p>
    </Card>
  );
}

function Devices({ devices, clock }: { devices: Data['devices']; clock: SchoolClock }) {
  return (
    <Card title="Devices that check in" isFlush>
      <List label="Devices that check in">
        {devices.map(({ id, name, createdAt, isCurrent }) => (
          <ListRow
            key={id}
            leading={<Smartphone className="size-5 shrink-0 text-ink-muted" aria-hidden="true" />}
            title={name}
            detail={
              <>
                Since <Time at={createdAt} {...clock} style="date" />
              </>
            }
            trailing={isCurrent && <span className="text-sm font-medium text-ink-muted">This device</span>}
          />
        ))}
      </List>
    </Card>
  );
}

export default function Profile() {
  const { profile, signIns, devices } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const clock = { zone: profile.zone, locale: profile.locale };
  return (
    <>
      <PageHeader title="Profile" />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        {result && (
          <Notice tone="success" isLive>
            {result.message}
          </Notice>
        )}
        <Details {...profile} />
        <ThisDevice />
        <OwnSignIns signIns={signIns} {...clock} />
        {devices.length > 0 && <Devices devices={devices} clock={clock} />}
        <SignOut />
      </div>
    </>
  );
}
