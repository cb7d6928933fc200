/** What an action came to, above the page's content: what is done, or why it could not be. */
import { Notice } from './notice';

export type OutcomeNoticeProps = { message: string | null | undefined; refused?: string | null | undefined };

/** Nothing when there is nothing to say. */
export function OutcomeNotice({ message, refused }: OutcomeNoticeProps) {
  if (!message && !refused) return null;
  return (
    <Notice tone={refused ? 'warning' : 'success'} isLive className="mb-4">
      {refused ?? message}
    </Notice>
  );
}
