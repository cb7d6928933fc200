/** The file of a request or an announcement, for those who may see it. */
import { Trans } from '@lingui/react/macro';
import { Paperclip } from 'lucide-react';
import { TextLink } from '#app/components/ui/text-link';
import { useFormat } from '#app/words/use-format';
import type { AttachmentFacts } from '#domain/correction/attachment';

const KILOBYTE = 1024;

/** Nothing where there is no file. @param to where it is */
export function AttachmentLink({ to, attachment }: { to: string; attachment: AttachmentFacts | null }) {
  const { number } = useFormat();
  if (!attachment) return null;
  const size = number(Math.ceil(attachment.size / KILOBYTE));
  return (
    <TextLink to={to} reloadDocument target="_blank" className="touch inline-flex items-center gap-1.5">
      <Paperclip className="size-4 shrink-0" aria-hidden="true" />
      {attachment.type === 'application/pdf' ? <Trans>PDF, {size} KB</Trans> : <Trans>Photo, {size} KB</Trans>}
      <span className="sr-only">
        {' '}
        <Trans>(opens in a new tab)</Trans>
      </span>
    </TextLink>
  );
}
