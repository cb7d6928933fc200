/** The fields of a person's details, the same where somebody is added and where they are corrected. */

import type { FieldMetadata } from '@conform-to/react';
import { useLingui } from '@lingui/react/macro';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';

/** What is typed, before it is read. */
export type TypedDetails = Record<'name' | 'familyName' | 'preferredName' | 'email' | 'phone' | 'studentNumber', string>;

type Fields = { [Name in keyof TypedDetails]: FieldMetadata<string> };

/** @param fields Conform's, of a form that has these */
export function DetailsFields({ fields: { name, familyName, preferredName, email, phone, studentNumber } }: { fields: Fields }) {
  const { t } = useLingui();
  return (
    <>
      <TextField {...fieldProps(name)} label={t`Full name`} autoComplete="off" required />
      <TextField
        {...fieldProps(familyName)}
        label={t`Family name`}
        hint={t`Only where it is more than the last word, such as “de la Cruz”.`}
        autoComplete="off"
      />
      <TextField
        {...fieldProps(preferredName)}
        label={t`Preferred name`}
        hint={t`How they like to be called, where it is not their first name.`}
        autoComplete="off"
      />
      <TextField
        {...fieldProps(studentNumber)}
        label={t`Student or staff number`}
        hint={t`It tells people of the same name apart.`}
        autoComplete="off"
      />
      <TextField {...fieldProps(email)} label={t`Email`} type="email" autoComplete="off" required />
      <TextField {...fieldProps(phone)} label={t`Phone`} type="tel" autoComplete="off" />
    </>
  );
}
