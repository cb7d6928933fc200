/** A photo or PDF that goes with what is written. Photos are turned upright before they leave. */
import { useLingui } from '@lingui/react/macro';
import { TextField } from '#app/components/ui/form/field';
import { ATTACHMENT_TYPES } from '#domain/correction/attachment';
import { turnUpright } from './upright-photo';

/** @param hint how large it may be, and who will see it */
export type AttachmentFieldProps = { id: string; errors: string[] | undefined; hint: string };

/** Sent as `file`. */
export function AttachmentField(props: AttachmentFieldProps) {
  const { t } = useLingui();
  return (
    <TextField
      {...props}
      name="file"
      type="file"
      accept={ATTACHMENT_TYPES.join(',')}
      onChange={({ currentTarget }) => void turnUpright(currentTarget)}
      label={t`Photo or PDF`}
    />
  );
}
