/** The field for a password that is being chosen, with what makes a good one. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import type { TextFieldProps } from '#app/components/ui/form/field';
import { PasswordField } from '#app/components/ui/form/password-field';

export const PASSWORD_HINT = msg`At least 10 characters. A few words together are easy to remember.`;

/** A new password; the server refuses what is easy to guess. */
export function NewPasswordField({ label, ...rest }: Omit<TextFieldProps, 'label' | 'type'> & { label?: string }) {
  const { i18n } = useLingui();
  return (
    <PasswordField
      {...rest}
      label={label ?? i18n._(msg`Password`)}
      hint={i18n._(PASSWORD_HINT)}
      autoComplete="new-password"
      minLength={10}
      required
    />
  );
}
