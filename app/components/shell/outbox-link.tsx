/** Says in the frame that something waits to be sent, or came back and needs a look. Nothing when neither is so. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { CircleAlert, CloudUpload } from 'lucide-react';
import { type OutboxWords, useOutboxWords } from '#app/components/outbox/use-outbox-words';
import { type Offline, useOffline } from '#app/components/pwa/offline-provider';
import { cx } from '#app/components/ui/cx';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import * as paths from '#app/paths';

type Standing = { count: number; text: string; isTrouble: boolean };

/** What is on its way for the first time does not wait yet. */
function isWaiting({ outbox: { entries }, reach }: Offline): boolean {
  return (
    entries.length > 0 && (reach !== 'online' || entries.some(({ attempts, lastError }) => attempts > 0 || lastError !== null))
  );
}

const hasUnseen = ({ outbox: { verdicts } }: Offline) => verdicts.some(({ isSeen }) => !isSeen);

/** What waits comes before what came back. */
function standingOf(i18n: I18n, offline: Offline, words: OutboxWords | null): Standing | null {
  const { entries, verdicts } = offline.outbox;
  if (isWaiting(offline)) return { count: entries.length, text: i18n._(msg`waiting to be sent`), isTrouble: false };
  const needsALook = (verdict: OutboxVerdict) => words?.verdictWords(i18n, verdict).tone === 'attention';
  const troubled = verdicts.filter((verdict) => !verdict.isSeen && needsALook(verdict)).length;
  if (troubled === 0) return null;
  return {
    count: troubled,
    text: troubled === 1 ? i18n._(msg`answer needs a look`) : i18n._(msg`answers need a look`),
    isTrouble: true,
  };
}

/** @param isCompact only the count is shown, the words are for readers */
export function OutboxLink({ isCompact = false }: { isCompact?: boolean }) {
  const { i18n } = useLingui();
  const offline = useOffline();
  const words = useOutboxWords(offline !== null && hasUnseen(offline));
  const standing = offline && standingOf(i18n, offline, words);
  if (!standing) return null;
  const { count, text, isTrouble } = standing;
  const Icon = isTrouble ? CircleAlert : CloudUpload;
  return (
    <Link
      to={paths.outbox()}
      className={cx(
        'inline-flex items-center gap-2 text-sm font-medium',
        isTrouble ? 'bg-absent-soft text-absent' : 'bg-waiting-soft text-waiting',
        isCompact ? 'touch justify-center rounded-full px-3' : 'min-h-10 rounded-md px-3',
      )}
    >
      <Icon className="size-[1.15rem] shrink-0" aria-hidden="true" />
      <span className="figures">{count}</span>
      <span className={isCompact ? 'sr-only' : '-ms-1'}>{text}</span>
    </Link>
  );
}
