/** Tells, once, what became of calls that were answered after their screen had been left. */
import { useLingui } from '@lingui/react/macro';
import { useNavigate } from '@remix-run/react';
import { useEffect } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import * as paths from '#app/paths';

/** The screen that asked marks an answer it shows as seen; it gets this long. */
const LEAVE_TO_SCREEN_MS = 1_500;

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
      const { tellArrivals } = await import('./arrivals');
      await tellArrivals(i18n, userId, ({ text, isGood }) => {
        const look = { label: t`Look`, onAction: () => navigate(paths.outbox()) };
        showToast({ text, tone: isGood ? 'success' : 'danger', ...(!isGood && { action: look }) });
      });
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
