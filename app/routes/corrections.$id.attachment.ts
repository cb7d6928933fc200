/** `/corrections/:id/attachment`: the file of a request, for whoever asked and those who may decide. Shown or saved by itself, it can run
 *  nothing and reach nothing. */
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { pathId } from '#app/paths';
import { refusalText, withApi } from '#app/trpc/caller.server';
import { ATTACHMENT_MAX_BYTES } from '#domain/correction/attachment';

const HEADERS = { 'Cache-Control': 'no-store', 'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; sandbox" };

export async function loader(args: LoaderFunctionArgs) {
  const correctionId = pathId(args.params.id);
  const { type, bytes } = await withApi(args, (api) => api.correction.attachment({ correctionId }));
  const [kind, suffix] = type.split('/');
  const disposition = `${kind === 'image' ? 'inline' : 'attachment'}; filename="correction-${correctionId}.${suffix}"`;
  const headers = { ...HEADERS, 'Content-Type': type, 'Content-Disposition': disposition };
  return new Response(bytes as Uint8Array<ArrayBuffer>, { headers });
}

/** The sent file's bytes; a larger one than may be is not read to its end. */
async function bytesOf(file: FormDataEntryValue | null): Promise<Uint8Array<ArrayBuffer>> {
  if (!(file instanceof Blob)) return new Uint8Array(0);
  return new Uint8Array(await file.slice(0, ATTACHMENT_MAX_BYTES + 1).arrayBuffer());
}

export async function action(args: ActionFunctionArgs) {
  const correctionId = pathId(args.params.id);
  const bytes = await bytesOf(args.context.form.get('file'));
  return withApi(args, async (api) => {
    try {
      await api.correction.attach({ correctionId, bytes });
    } catch (error) {
      return data({ errors: [refusalText(args, error, 'invalid')] }, 400);
    }
    return { errors: [] };
  });
}
