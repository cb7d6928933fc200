/** One's own photo: chosen here, made small on the device, shown to those who may see the person. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher } from '@remix-run/react';
import { type ChangeEvent, useId, useState } from 'react';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { FieldErrors } from '#app/components/ui/form/field';
import * as paths from '#app/paths';
import { PHOTO_SIDE_PX } from '#domain/person/profile';
import { squarePhoto } from './square-photo';

export type OwnPhotoProps = { userId: number; name: string; photoAt: number | null };

/** What `/profile/photo` answers. */
type Answer = { errors: string[]; message: string | null };

const ACTION = paths.ownPhoto();
const UNREADABLE = msg`This browser cannot read that file. Choose a JPEG, PNG or WebP picture.`;

/** Sends the chosen picture, made small, at once. */
function useUpload() {
  const { i18n } = useLingui();
  const fetcher = useFetcher<Answer>();
  const [trouble, setTrouble] = useState<string[]>([]);
  async function upload({ currentTarget }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = currentTarget.files ?? [];
    currentTarget.value = '';
    if (!file) return;
    const photo = await squarePhoto(file);
    setTrouble(photo ? [] : [i18n._(UNREADABLE)]);
    if (!photo) return;
    const form = new FormData();
    form.set('photo', photo, 'photo');
    fetcher.submit(form, { method: 'post', action: ACTION, encType: 'multipart/form-data' });
  }
  const errors = [...trouble, ...(fetcher.data?.errors ?? [])];
  return { fetcher, upload, errors, message: fetcher.data?.message ?? '', isBusy: fetcher.state !== 'idle' };
}

export function OwnPhoto({ userId, name, photoAt }: OwnPhotoProps) {
  const { t } = useLingui();
  const id = useId();
  const { fetcher, upload, errors, message, isBusy } = useUpload();
  return (
    <div className="flex items-start gap-4">
      <Avatar name={name} size="lg" userId={userId} photoAt={photoAt} />
      <fetcher.Form method="post" action={ACTION} encType="multipart/form-data" className="min-w-0 flex-1">
        <label htmlFor={id} className="block text-sm font-medium">
          <Trans>Choose a picture</Trans>
        </label>
        <p id={`${id}-hint`} className="mb-2 text-sm text-ink-muted">
          <Trans>Your teachers see it beside your name. It is cut to a square and made small on this device.</Trans>
        </p>
        <input
          id={id}
          type="file"
          name="photo"
          accept="image/jpeg,image/png,image/webp"
          onChange={upload}
          disabled={isBusy}
          aria-describedby={`${id}-hint`}
          className="touch block w-full text-sm file:me-3 file:min-h-11 file:rounded-md file:border file:border-line-strong file:bg-surface-raised file:px-4 file:font-medium file:text-ink"
        />
        <noscript>
          <p className="mt-2 text-sm text-ink-muted">
            <Trans>Without JavaScript, choose a square picture of at most {PHOTO_SIDE_PX} pixels.</Trans>
          </p>
          <button type="submit" className="touch mt-2 rounded-md border border-line-strong px-4 font-medium">
            <Trans>Send</Trans>
          </button>
        </noscript>
        <FieldErrors errors={errors} />
        <p role="status" className="mt-1 text-sm text-ink-muted">
          {isBusy ? t`Saving …` : message}
        </p>
        {photoAt !== null && (
          <Button type="submit" name="remove" value="yes" size="sm" className="mt-2">
            <Trans>Remove photo</Trans>
          </Button>
        )}
      </fetcher.Form>
    </div>
  );
}
