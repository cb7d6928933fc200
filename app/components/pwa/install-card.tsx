/** Putting the app on the home screen: one press where the browser offers it, the steps by hand on iOS, nothing once it is there. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Download, Share, SquarePlus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, ButtonLink, IconButton } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { LogoMark } from '#app/components/ui/logo';
import * as paths from '#app/paths';
import { install, type OfferProps, putOff } from './install';

/** Safari's own words and icons, in the order of the presses. */
export function StepsByHand() {
  return (
    <ol className="grid gap-2 text-sm">
      <li className="flex items-center gap-2">
        <Share className="size-4 shrink-0 text-accent" aria-hidden="true" />
        <span>
          <Trans>
            Press <strong className="font-semibold">Share</strong> in the browser’s bar.
          </Trans>
        </span>
      </li>
      <li className="flex items-center gap-2">
        <SquarePlus className="size-4 shrink-0 text-accent" aria-hidden="true" />
        <span>
          <Trans>
            Choose <strong className="font-semibold">Add to Home Screen</strong>, then{' '}
            <strong className="font-semibold">Add</strong>.
          </Trans>
        </span>
      </li>
    </ol>
  );
}

/** The one press. */
export function InstallButton({ size = 'md' }: { size?: 'sm' | 'md' }) {
  const [isPending, setPending] = useState(false);
  const press = () => {
    setPending(true);
    void install().finally(() => setPending(false));
  };
  return (
    <Button icon={Download} size={size} isPending={isPending} onClick={press}>
      <Trans>Install</Trans>
    </Button>
  );
}

const TITLES = { promptable: msg`Install Muster`, 'by-hand': msg`Put Muster on your home screen` } as const;

/** On phones: one line above the places, where it is seen and moves nothing when it comes. The steps by hand stand on the profile. */
function InstallBar({ state }: OfferProps) {
  const { i18n, t } = useLingui();
  return (
    <section
      aria-label={i18n._(TITLES[state])}
      className="fixed inset-x-3 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex items-center gap-3 rounded-xl border border-line bg-surface-raised py-1 ps-3 pe-1 shadow-float lg:hidden print:hidden"
    >
      <LogoMark className="size-7! shrink-0" />
      <span className="min-w-0 flex-1 text-sm/4 font-medium">{i18n._(TITLES[state])}</span>
      {state === 'promptable' ? (
        <InstallButton size="sm" />
      ) : (
        <ButtonLink to={paths.profile()} size="sm">
          <Trans>Show how</Trans>
        </ButtonLink>
      )}
      <IconButton icon={X} label={t`Not now`} size="sm" onClick={putOff} />
    </section>
  );
}

/** The offer itself: a line on phones, a card where there is room. */
export default function InstallOffer({ state }: OfferProps) {
  const { i18n, t } = useLingui();
  return (
    <>
      <InstallBar state={state} />
      <Card
        title={i18n._(TITLES[state])}
        action={<IconButton icon={X} label={t`Not now`} size="sm" onClick={putOff} />}
        className="max-lg:hidden"
      >
        <div className="flex items-start gap-4">
          <LogoMark className="size-11! shrink-0" />
          <div className="grid justify-items-start gap-3">
            <p className="text-sm text-ink-muted">
              <Trans>It opens at once, also with no network, and check-in is one press away.</Trans>
            </p>
            {state === 'promptable' ? <InstallButton /> : <StepsByHand />}
          </div>
        </div>
      </Card>
    </>
  );
}
