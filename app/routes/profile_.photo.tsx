/** `/profile/photo`: takes and removes one's own photo. The picture itself is at `/photos/:userId`. */
import { msg } from '@lingui/core/macro';
import { type ActionFunctionArgs, data, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { type Api, refusalText, withApi } from '#app/trpc/caller.server';
import { wordsFor } from '#app/words/request-words.server';
import { toBase64Url } from '#domain/encoding';
import { PHOTO_MAX_BYTES } from '#domain/person/profile';

export function loader() {
  return redirect(paths.profile());
}

/** The sent file's bytes; a larger one than may be is not read. */
async function bytesOf(file: FormDataEntryValue | null): Promise<ArrayBuffer> {
  if (!(file instanceof Blob)) return new ArrayBuffer(0);
  return file.slice(0, PHOTO_MAX_BYTES + 1).arrayBuffer();
}

async function save(args: ActionFunctionArgs, api: Api) {
  const bytes = toBase64Url(await bytesOf(args.context.form.get('photo')));
  try {
    await api.profile.setPhoto({ bytes });
  } catch (error) {
    return data({ errors: [refusalText(args, error, 'invalid')], message: null }, 400);
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
