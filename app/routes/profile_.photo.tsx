/** `/profile/photo`: takes and removes one's own photo. The picture itself is at `/photos/:userId`. */
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { type Api, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { toBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { PHOTO_MAX_BYTES } from '#domain/person/profile';
import { languageOf } from '#domain/words/language';
import { wordMessage } from '#domain/words/translate';

export function loader() {
  return redirect(paths.profile());
}

/** The sent file's bytes; a larger one than may be is not read. */
async function bytesOf(file: FormDataEntryValue | null): Promise<ArrayBuffer> {
  if (!(file instanceof Blob)) return new ArrayBuffer(0);
  return file.slice(0, PHOTO_MAX_BYTES + 1).arrayBuffer();
}

async function save(args: ActionFunctionArgs, api: Api) {
  const { ctx, form } = args.context;
  const bytes = toBase64Url(await bytesOf(form.get('photo')));
  try {
    await api.profile.setPhoto({ bytes });
  } catch (error) {
    const refusal = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
    if (!(refusal instanceof AppError) || refusal.code !== 'invalid') throw error;
    return data({ errors: [wordMessage(languageOf(ctx), refusal.said)], message: null }, 400);
  }
  return { errors: [], message: wordsFor(args)._(msg`Photo saved.`) };
}

export function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const { form } = args.context;
  return withApi(args, async (api) => {
    if (!form.has('remove')) return save(args, api);
    await api.profile.removePhoto();
    return { errors: [], message: i18n._(msg`Photo removed.`) };
  });
}
