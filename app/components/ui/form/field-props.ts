/** Ties the kit's fields to Conform's: the same id, name, kept answer and messages with or without the page's script. */
import type { FieldMetadata } from '@conform-to/react';

/** Props of a text field. A password is never sent back, so it has no kept answer. */
export function fieldProps({ id, name, initialValue, errors }: FieldMetadata<string>) {
  return { id, name, defaultValue: initialValue, errors };
}
