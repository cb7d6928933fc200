/** What is done about a cover, and how it is told. */
import { useLingui } from '@lingui/react/macro';
import { useRevalidator } from '@remix-run/react';
import { useState } from 'react';
import { useToast } from '#app/components/ui/feedback/toast';
import { refusalText } from './colleague-choice';

/** Does one thing at a time, reads the page again, and says what was done or why not.
 *  @returns whether it was done */
export function useCoverAct() {
  const { i18n } = useLingui();
  const toast = useToast();
  const { revalidate } = useRevalidator();
  const [pendingId, setPendingId] = useState<number | null>(null);
  const act = async (id: number, call: () => Promise<string>): Promise<boolean> => {
    setPendingId(id);
    try {
      toast({ text: await call() });
      return true;
    } catch (error) {
      toast({ tone: 'danger', text: refusalText(i18n, error) });
      return false;
    } finally {
      setPendingId(null);
      revalidate();
    }
  };
  return { pendingId, act };
}
