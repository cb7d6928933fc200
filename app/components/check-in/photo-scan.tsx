/** The last resort: a photo of the code, read on the device. */
import { Trans, useLingui } from '@lingui/react/macro';
import { ImageUp } from 'lucide-react';
import { type ChangeEvent, useId, useRef, useState } from 'react';
import { Button } from '#app/components/ui/button';
import { FieldErrors } from '#app/components/ui/form/field';
import { loadDecoder } from './decoding/use-decoding';

/** The text in a photo, or null where none can be read. Never rejects. */
async function readPhoto(file: File): Promise<string | null> {
  try {
    const picture = await createImageBitmap(file);
    const decode = await loadDecoder();
    return await decode(picture).finally(() => picture.close());
  } catch {
    // Not a picture, or one that this browser cannot open: the same to the person who chose it.
    return null;
  }
}

/** @param onText told of the text in the photo; answers whether it was one of ours */
export function PhotoScan({ onText }: { onText: (text: string) => boolean }) {
  const { t } = useLingui();
  const errorId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isReading, setReading] = useState(false);
  const [errors, setErrors] = useState<string[]>();

  async function read(event: ChangeEvent<HTMLInputElement>) {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    setReading(true);
    const text = await readPhoto(file);
    setReading(false);
    const isOurs = text !== null && onText(text);
    setErrors(
      isOurs ? undefined : [t`No check-in code could be read in this photo. Take it closer and straight on, then try again.`],
    );
  }

  return (
    <>
      <p className="text-ink-muted">
        <Trans>A photo shows one moment only, so be quick: after a few seconds your teacher has to confirm it.</Trans>
      </p>
      <input
        ref={input}
        type="file"
        accept="image/*"
        onChange={read}
        aria-label={t`Photo of the code`}
        aria-describedby={errors && errorId}
        className="sr-only"
        tabIndex={-1}
      />
      <Button icon={ImageUp} isWide isPending={isReading} onClick={() => input.current?.click()} className="mt-4">
        <Trans>Choose or take a photo</Trans>
      </Button>
      <FieldErrors id={errorId} errors={errors} />
    </>
  );
}
