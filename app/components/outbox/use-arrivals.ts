/** Tells, once, what became of calls that were answered after their screen had been left. */
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@remix-run/react';
import { useEffect } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import * as paths from '#app/paths';
import type { OutboxWords } from './use-outbox-words';

/** The screen that asked marks an answer it shows as seen; it gets this long. */
const LEAVE_TO_SCREEN_MS = 1_500;

/** What ended as it was meant to needs no second look. */
async function markGoodAsSeen(i18n: I18n, { verdictWords }: OutboxWords, verdicts: readonly OutboxVerdict[]): Promise<void> {
  const ids = verdicts.filter((verdict) => verdictWords(i18n, verdict).tone !== 'attention').map(({ id }) => id);
  if (ids.length === 0) return;
  const [{ markSeen }, { announceChange }] = await Promise.all([
    import('#app/offline/outbox/outbox-store'),
    import('#app/offline/outbox/outbox'),
  ]);
  await markSeen(ids);
  announceChange();
}

/** @param userId null while nobody is signed in  @param verdicts the person's; a new list when one is added */
export function useArrivals(userId: number | null, verdicts: readonly OutboxVerdict[]): void {
  const { i18n, t } = useLingui();
  const showToast = useToast();
  const navigate = useNavigate();
  const hasUnseen = verdicts.some(({ isSeen }) => !isSeen);
  useEffect(() => {
    if (userId === null || !hasUnseen || verdicts.length === 0) return;
    const tell = async () => {
      if (document.visibilityState !== 'visible') return;
      const [words, { takeUnseenVerdicts }] = await Promise.all([
        import('./outbox-words'),
        import('#app/offline/outbox/verdicts'),
      ]);
      const arrived = await takeUnseenVerdicts(userId);
      const message = words.arrivalText(i18n, arrived);
      if (!message) return;
      const look = { label: t`Look`, onAction: () => navigate(paths.outbox()) };
      showToast({ text: message.text, tone: message.isGood ? 'success' : 'danger', ...(!message.isGood && { action: look }) });
      await markGoodAsSeen(i18n, words, arrived);
    };
    const tryToTell = () => void tell().catch(() => undefined);
    const timer = setTimeout(tryToTell, LEAVE_TO_SCREEN_MS);
    document.addEventListener('visibilitychange', tryToTell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', tryToTell);
    };
  }, [userId, verdicts, hasUnseen, showToast, navigate, t, i18n]);
}
