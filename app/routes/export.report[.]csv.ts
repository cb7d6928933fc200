/** `/export/report.csv`: marks of a range of days, for staff. */
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { answerReportFile } from '#app/actions/report-file.server';

export function loader(args: LoaderFunctionArgs) {
  return answerReportFile(args, 'csv');
}
