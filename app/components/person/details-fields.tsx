/** The fields of a person's details, the same where somebody is added and where they are corrected. */
import type { FieldMetadata } from '@conform-to/react';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';

/** What is typed, before it is read. */
export type TypedDetails = Record<'name' | 'preferredName' | 'email' | 'phone', string>;

type Fields = { [Name in keyof TypedDetails]: FieldMetadata<string> };

/** @param fields Conform's, of a form that has these four */
export function DetailsFields({ fields: { name, preferredName, email, phone } }: { fields: Fields }) {
  return (
    <>
      <TextField {...fieldProps(name)} label="Full name" autoComplete="off" required />
      <TextField
        {...fieldProps(preferredName)}
        label="Preferred name"
        hint="How they like to be called, where it is not their first name."
        autoComplete="off"
      />
      <TextField {...fieldProps(email)} label="Email" type="email" autoComplete="off" required />
      <TextField {...fieldProps(phone)} label="Phone" type="tel" autoComplete="off" />
    </>
  );
}
