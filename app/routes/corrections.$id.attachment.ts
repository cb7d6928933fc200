/** `/corrections/:id/attachment`: the file of a request, for whoever asked and those who may decide. */
import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/server-runtime';
import { attachmentResponse, bytesOf } from '#app/actions/attachment-file.server';
import { pathId } from '#app/paths';
import { refusalText, withApi } from '#app/trpc/caller.server';

export async function loader(args: LoaderFunctionArgs) {
  const correctionId = pathId(args.params.id);
  const file = await withApi(args, (api) => api.correction.attachment({ correctionId }));
  return attachmentResponse(file, `correction-${correctionId}`);
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
