/** `/profile/photo`: takes and removes one's own photo. The picture itself is at `/photos/:userId`. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, redirect } from '@remix-run/server-runtime';
import { type Api, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { toBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { PHOTO_MAX_BYTES } from '#domain/person/profile';

export function loader() {
  return redirect('/profile');
}

/** The sent file's bytes; a larger one than may be is not read. */
async function bytesOf(file: FormDataEntryValue | null): Promise<ArrayBuffer> {
  if (!(file instanceof Blob)) return new ArrayBuffer(0);
  return file.slice(0, PHOTO_MAX_BYTES + 1).arrayBuffer();
}

async function save(i18n: I18n, api: Api, form: FormData) {
  const bytes = toBase64Url(await bytesOf(form.get('photo')));
  try {
    await api.profile.setPhoto({ bytes });
  } catch (error) {
    const refusal = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
    if (!(refusal instanceof AppError) || refusal.code !== 'invalid') throw error;
    return data({ errors: [refusal.message], message: null }, 400);
  }
  return { errors: [], message: i18n._(msg`Your photo is saved.`) };
}

export function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const { form } = args.context;
  return withApi(args, async (api) => {
    if (!form.has('remove')) return save(i18n, api, form);
    await api.profile.removePhoto();
    return { errors: [], message: i18n._(msg`Your photo is removed.`) };
  });
}
