/** The file of a request, for those who may see it. */
import { Trans } from '@lingui/react/macro';
import { Paperclip } from 'lucide-react';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { CorrectionView } from '#domain/correction/correction';

const KILOBYTE = 1024;

/** Nothing where there is no file. */
export function AttachmentLink({ id, attachment }: Pick<CorrectionView, 'id' | 'attachment'>) {
  const { number } = useFormat();
  if (!attachment) return null;
  const size = number(Math.ceil(attachment.size / KILOBYTE));
  return (
    <TextLink to={paths.attachment(id)} reloadDocument target="_blank" className="touch inline-flex items-center gap-1.5">
      <Paperclip className="size-4 shrink-0" aria-hidden="true" />
      {attachment.type === 'application/pdf' ? <Trans>PDF, {size} KB</Trans> : <Trans>Photo, {size} KB</Trans>}
      <span className="sr-only">
        {' '}
        <Trans>(opens in a new tab)</Trans>
      </span>
    </TextLink>
  );
}
