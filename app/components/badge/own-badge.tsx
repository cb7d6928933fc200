/** A student's badge as staff scan it: the code as large as it goes, whose it is, and what is in the way when there is none. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { IdCard, LogIn, RefreshCw } from 'lucide-react';
import { Avatar } from '#app/components/ui/avatar';
import { Button, ButtonLink } from '#app/components/ui/button';
import { useWakeLock } from '#app/components/ui/hooks/use-wake-lock';
import { QrImage } from '#app/components/ui/qr/qr-image';
import type { CheckInPerson } from '#app/offline/check-in';
import type { BadgeProblem } from '#app/offline/own-badge';
import * as paths from '#app/paths';
import { useOwnBadge } from './use-own-badge';

type Trouble = { title: MessageDescriptor; text: MessageDescriptor; canRetry: boolean };

/** Why there is no badge, and what to do: for each of them the printed card and the teacher's own hand are left. */
export const BADGE_TROUBLES: Record<BadgeProblem, Trouble> = {
  'no-device': {
    title: msg`This phone has no badge yet`,
    text: msg`Your school has to see this phone once. Connect to the internet and try again; from then on the badge works without.`,
    canRetry: true,
  },
  insecure: {
    title: msg`A badge needs a secure address`,
    text: msg`Open Muster at its https address. Until then, show your printed card or ask your teacher to mark you.`,
    canRetry: false,
  },
  'no-storage': {
    title: msg`This browser keeps nothing for Muster`,
    text: msg`A badge is signed with a key that stays on this phone. Leave the private window, or free some space, and try again.`,
    canRetry: true,
  },
  'signed-out': { title: msg`You are signed out`, text: msg`Sign in to show your badge.`, canRetry: false },
  failed: {
    title: msg`The badge could not be made`,
    text: msg`Try again, show your printed card, or ask your teacher to mark you.`,
    canRetry: true,
  },
};

function NoBadge({ problem, onRetry }: { problem: BadgeProblem; onRetry: () => void }) {
  const { i18n } = useLingui();
  const { title, text, canRetry } = BADGE_TROUBLES[problem];
  return (
    <div role="alert" className="flex flex-col items-center py-6 text-center">
      <span className="mb-4 grid size-16 place-items-center rounded-2xl bg-accent-soft text-accent">
        <IdCard className="size-8" strokeWidth={1.75} aria-hidden="true" />
      </span>
      <h2 className="text-lg font-semibold">{i18n._(title)}</h2>
      <p className="mt-1 mb-5 max-w-[36ch] text-ink-muted">{i18n._(text)}</p>
      {canRetry && (
        <Button icon={RefreshCw} onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      )}
      {problem === 'signed-out' && (
        <ButtonLink to={paths.signInFor(paths.badge())} icon={LogIn}>
          <Trans>Sign in</Trans>
        </ButtonLink>
      )}
    </div>
  );
}

export type OwnBadgeProps = { person: CheckInPerson; name: string; photoAt: number | null };

/** The badge. The screen stays on while it shows. */
export function OwnBadge({ person, name, photoAt }: OwnBadgeProps) {
  const { t } = useLingui();
  const { badge, retry } = useOwnBadge(person);
  useWakeLock(badge.step === 'shown');
  return (
    <section
      aria-label={t`Badge`}
      className="mx-auto max-w-md rounded-2xl border border-line bg-surface-raised p-4 shadow-raised sm:p-6"
    >
      {badge.step === 'problem' ? (
        <NoBadge problem={badge.problem} onRetry={retry} />
      ) : (
        <QrImage
          code={badge.step === 'shown' ? badge.code : null}
          label={t`Badge of ${name} as a QR code. It changes every few seconds.`}
          className="mx-auto w-full max-w-[min(100%,calc(100dvh-24rem))] min-w-56"
        />
      )}
      <div className="mt-4 flex items-center gap-4">
        <Avatar name={name} size="lg" userId={person.userId} photoAt={photoAt} />
        <p className="min-w-0 text-2xl font-semibold">{name}</p>
      </div>
    </section>
  );
}
