/** `/admin/data/backup`: hands out the backup that a form names. By POST only; looked at, it leads to the page. */
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import { answerDownload } from '#app/actions/data-action.server';
import * as paths from '#app/paths';

export const loader = () => redirect(paths.schoolData());

export function action(args: ActionFunctionArgs) {
  const name = String(args.context.form.get('name') ?? '');
  return answerDownload(args, name, async (api) => {
    const { name: fileName, bytes, read } = await api.data.openBackup({ name });
    return { fileName, bytes, read, type: 'application/vnd.sqlite3' };
  });
}
