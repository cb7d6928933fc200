/** Writes all marks of a database to a file of this kind, which goes nowhere, and says how much memory that took. A process of its own:
 *  `export-process.ts <database> <csv|xlsx> <from> <until>`. */
import { openDatabase } from '#db/client';
import { queryRow } from '#db/query';
import type { Actor } from '#domain/person/user';
import { reportFile } from '#domain/report/report-file';
import { api } from '../../helpers/api';
import { peakMb } from './measure';

const [file, kind, from = '', until = ''] = process.argv.slice(2);
const db = await openDatabase({ url: `file:${file}` });
const actor = await queryRow<Actor>(db, `select id, name, role, state from users where role = 'admin'`);
const { call } = api(db, { actor, now: Date.now });
let rows = 0;
const read = async (after: string | undefined) => {
  const page = await call.report.marks({ from, until, after });
  rows += page.rows.length;
  return page;
};
await read(undefined);
rows = 0;
const before = process.memoryUsage.rss() / 2 ** 20;
const startedAt = performance.now();
let bytes = 0;
for await (const chunk of await reportFile(kind === 'xlsx' ? 'xlsx' : 'csv', 'marks', read)) bytes += chunk.length;
const seconds = (performance.now() - startedAt) / 1_000;
console.log(JSON.stringify({ rows, mb: bytes / 2 ** 20, seconds, moreMb: Math.max(0, peakMb(process.pid) - before) }));
