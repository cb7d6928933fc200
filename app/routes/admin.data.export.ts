/** `/admin/data/export`: hands out everything, as a zip that is made as it goes out. By POST only; looked at, it leads to the page. */
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import { answerDownload } from '#app/actions/data-action.server';
import * as paths from '#app/paths';

export const loader = () => redirect(paths.schoolData());

export function action(args: ActionFunctionArgs) {
  return answerDownload(args, 'everything', async (api) => ({ ...(await api.data.export()), type: 'application/zip' }));
}
