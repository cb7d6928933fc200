/** What an action came to, above the page's content: what is done, or why it could not be. Whoever pressed a button far below is taken there. */
import { useActionData } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { Notice, type NoticeProps } from './notice';

/** A notice of the page's own action. Each answer brings it into view and moves focus to it, so that it is seen, heard, and its Undo is
 *  the next stop of the keyboard. */
export function ResultNotice({ className, ...notice }: Omit<NoticeProps, 'isLive'>) {
  const result = useActionData();
  const frame = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (result !== undefined) frame.current?.focus();
  }, [result]);
  return (
    <div ref={frame} tabIndex={-1} className={className}>
      <Notice {...notice} isLive />
    </div>
  );
}

export type OutcomeNoticeProps = { message: string | null | undefined; refused?: string | null | undefined };

/** Nothing when there is nothing to say. */
export function OutcomeNotice({ message, refused }: OutcomeNoticeProps) {
  if (!message && !refused) return null;
  return (
    <ResultNotice tone={refused ? 'warning' : 'success'} className="mb-4">
      {refused ?? message}
    </ResultNotice>
  );
}
