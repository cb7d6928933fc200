/** The field for a link's one-time code: filled in by the link itself where the page's script runs, otherwise pasted. */
import { TextField, type TextFieldProps } from '#app/components/ui/form/field';

export type CodeFieldProps = TextFieldProps & {
  /** The code of the link that was opened, once it is known. */
  linkedCode: string | undefined;
};

/** A field of capitals and figures without help from the keyboard. */
export function CodeField({ linkedCode, defaultValue, ...rest }: CodeFieldProps) {
  return (
    <TextField
      {...rest}
      // An uncontrolled field takes its first value once; a new key makes it take the link's.
      key={linkedCode}
      defaultValue={linkedCode ?? defaultValue}
      autoComplete="off"
      autoCapitalize="characters"
      spellCheck={false}
      required
    />
  );
}
