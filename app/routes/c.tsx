/**
 * `/c#token`: what the rotating QR opens with a phone's own camera. The token is taken out of the address and kept on the device,
 * so that it survives the way through sign-in; it is judged by the window it was on screen, not by when it is handed in.
 */
import { msg } from '@lingui/core/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { DirectCheckIn } from '#app/components/check-in/direct-check-in';
import { NeedsScript } from '#app/components/check-in/needs-script';
import { KeptForSignIn, NoToken, Reading, StaffHere } from '#app/components/check-in/token-pages';
import { useTokenFromAddress } from '#app/components/check-in/use-token-from-address';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Check in`);

/** Who has come: somebody who studies with the day, somebody else, or nobody that is known yet. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, loginSession } = args.context.ctx;
  if (actor?.state !== 'active') return { role: null };
  const views = await withApi(args, (api) => api.profile.views());
  if (!views.includes('studying')) return { role: 'staff' as const };
  const day = await withApi(args, (api) => api.timetable.today());
  const { classSessions, lateAfterMs, serverNow } = day;
  const person = { userId: actor.id, currentDeviceId: loginSession?.deviceId ?? null };
  return { role: 'student' as const, person, classSessions, lateAfterMs, serverNow };
}

export default function DirectScan() {
  const visitor = useLoaderData<typeof loader>();
  const reading = useTokenFromAddress();
  return (
    <NeedsScript>
      <Content visitor={visitor} reading={reading} />
    </NeedsScript>
  );
}

type Visitor = ReturnType<typeof useLoaderData<typeof loader>>;

function Content({ visitor, reading }: { visitor: Visitor; reading: ReturnType<typeof useTokenFromAddress> }) {
  if (visitor.role === 'staff') return <StaffHere />;
  if (reading.step === 'reading') return <Reading />;
  if (reading.step === 'none') return <NoToken isBroken={reading.isBroken} isSignedIn={visitor.role !== null} />;
  if (visitor.role === null) return <KeptForSignIn isKept={reading.isKept} />;
  return <DirectCheckIn key={reading.tokens.join()} tokens={reading.tokens} {...visitor} />;
}
