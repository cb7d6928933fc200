/** A password that its owner can look at before sending it. */
import { useLingui } from '@lingui/react/macro';
import { Eye, EyeOff } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '#app/components/ui/button';
import { TextField, type TextFieldProps } from './field';

export type PasswordFieldProps = Omit<TextFieldProps, 'type' | 'trailing'> & {
  /** Tells password managers whether to offer one or to make one up. */
  autoComplete: 'current-password' | 'new-password';
};

/** A field with a button that shows what was typed. */
export function PasswordField(props: PasswordFieldProps) {
  const { t } = useLingui();
  const [isShown, setShown] = useState(false);
  const reveal = (
    <IconButton
      icon={isShown ? EyeOff : Eye}
      label={isShown ? t`Hide password` : t`Show password`}
      size="sm"
      onClick={() => setShown(!isShown)}
    />
  );
  return <TextField {...props} type={isShown ? 'text' : 'password'} autoCapitalize="none" spellCheck={false} trailing={reveal} />;
}
