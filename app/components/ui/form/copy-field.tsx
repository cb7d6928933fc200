/** A text to copy: it can be selected as it is, and copied with one press where the page's script runs. */
import { useLingui } from '@lingui/react/macro';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#app/components/ui/button';
import { TextField } from './field';

export type CopyFieldProps = { label: string; value: string };

/** A read-only field with a button that copies it. */
export function CopyField({ label, value }: CopyFieldProps) {
  const { t } = useLingui();
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard?.writeText(value).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  return (
    <TextField
      label={label}
      value={value}
      readOnly
      required
      onFocus={(event) => event.currentTarget.select()}
      className="mt-3"
      trailing={<IconButton icon={isCopied ? Check : Copy} label={isCopied ? t`Copied` : t`Copy`} size="sm" onClick={copy} />}
    />
  );
}
