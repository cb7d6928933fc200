/** A field for one file, chosen by pressing it, by keyboard, or by dropping the file anywhere on it. Without script it is the plain control. */
import { Trans } from '@lingui/react/macro';
import { FileDown } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import { cx } from '#app/components/ui/cx';
import { TextField, type TextFieldProps } from './field';

const hasFile = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');

/** Gives the control the first of the files that were dropped, as if it had been chosen. */
function giveFile(input: HTMLInputElement | null, dropped: FileList): void {
  const [file] = dropped;
  if (!input || !file) return;
  const chosen = new DataTransfer();
  chosen.items.add(file);
  input.files = chosen.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

/** As a text field, without its type. */
export function FileField(props: Omit<TextFieldProps, 'type'>) {
  const [isOver, setOver] = useState(false);
  const enter = (event: DragEvent) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    setOver(true);
  };
  const drop = (event: DragEvent<HTMLElement>) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    setOver(false);
    giveFile(event.currentTarget.querySelector('input'), event.dataTransfer.files);
  };
  return (
    // What a mouse drops here, a keyboard chooses with the control inside.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    <div
      onDragEnter={enter}
      onDragOver={enter}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cx('rounded-lg border-2 border-dashed p-4', isOver ? 'border-accent bg-surface-sunken' : 'border-edge')}
    >
      <TextField {...props} type="file" />
      <p aria-hidden="true" className="mt-2 flex items-center gap-2 text-sm text-ink-muted pointer-coarse:hidden">
        <FileDown className="size-4" />
        <Trans>Or drop the file here.</Trans>
      </p>
    </div>
  );
}
