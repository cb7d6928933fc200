/** `/profile/photo`: takes and removes one's own photo. The picture itself is at `/photos/:userId`. */
import { type ActionFunctionArgs, data, redirect } from '@remix-run/server-runtime';
import * as paths from '#app/paths';
import { type Api, withApi } from '#app/trpc/caller.server';
import { toBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { PHOTO_MAX_BYTES } from '#domain/person/profile';
import { wordMessage } from '#server/context/words';

export function loader() {
  return redirect(paths.profile());
}

/** The sent file's bytes; a larger one than may be is not read. */
async function bytesOf(file: FormDataEntryValue | null): Promise<ArrayBuffer> {
  if (!(file instanceof Blob)) return new ArrayBuffer(0);
  return file.slice(0, PHOTO_MAX_BYTES + 1).arrayBuffer();
}

async function save(api: Api, form: FormData) {
  const bytes = toBase64Url(await bytesOf(form.get('photo')));
  try {
    await api.profile.setPhoto({ bytes });
  } catch (error) {
    const refusal = error instanceof Error && error.cause instanceof AppError ? error.cause : error;
    if (!(refusal instanceof AppError) || refusal.code !== 'invalid') throw error;
    return data({ errors: [wordMessage(refusal.said)], message: null }, 400);
  }
  return { errors: [], message: 'Your photo is saved.' };
}

export function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  return withApi(args, async (api) => {
    if (!form.has('remove')) return save(api, form);
    await api.profile.removePhoto();
    return { errors: [], message: 'Your photo is removed.' };
  });
}
