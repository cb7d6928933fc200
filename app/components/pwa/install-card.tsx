/** Putting the app on the home screen: one press where the browser offers it, the steps by hand on iOS, nothing once it is there. */
import { Download, Share, SquarePlus, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { useStore } from '#app/components/ui/hooks/store';
import { LogoMark } from '#app/components/ui/logo';
import { install, installState, isPutOff, putOff } from './install';

/** Safari's own words and icons, in the order of the presses. */
export function StepsByHand() {
  return (
    <ol className="grid gap-2 text-sm">
      <li className="flex items-center gap-2">
        <Share className="size-4 shrink-0 text-accent" aria-hidden="true" />
        <span>
          Press <strong className="font-semibold">Share</strong> in the browser’s bar.
        </span>
      </li>
      <li className="flex items-center gap-2">
        <SquarePlus className="size-4 shrink-0 text-accent" aria-hidden="true" />
        <span>
          Choose <strong className="font-semibold">Add to Home Screen</strong>, then{' '}
          <strong className="font-semibold">Add</strong>.
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
      Install
    </Button>
  );
}

const TITLES = { promptable: 'Install Muster', 'by-hand': 'Put Muster on your home screen' } as const;

/** An offer on the home screen, until it is taken or put off. Nothing where there is no way, or it is installed. */
export function InstallCard() {
  const state = useStore(installState, 'unknown');
  const isHidden = useStore(isPutOff, true);
  if ((state !== 'promptable' && state !== 'by-hand') || isHidden) return null;
  return (
    <Card title={TITLES[state]} action={<IconButton icon={X} label="Not now" size="sm" onClick={putOff} />}>
      <div className="flex items-start gap-4">
        <LogoMark className="size-11! shrink-0" />
        <div className="grid justify-items-start gap-3">
          <p className="text-sm text-ink-muted">It opens at once, also with no network, and check-in is one press away.</p>
          {state === 'promptable' ? <InstallButton /> : <StepsByHand />}
        </div>
      </div>
    </Card>
  );
}
