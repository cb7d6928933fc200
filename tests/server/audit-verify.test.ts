/** `npm run audit:verify`, as an operator runs it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { queryRow } from '#db/query';
import { deriveHistoryKey } from '#server/context/history-key';
import { sealHistory } from '#server/services/history/history';
import { testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { startProgram } from '../helpers/program';
import { tempFolder } from '../helpers/temp-folder';

const SECRET_KEY = 'the secret of a school that verifies';

const HEAD = 'select position, lower(hex(hash)) hash from seals order by position desc';

test('an intact history is said to be so, and of a broken one the first broken link', async () => {
  await using db = await testDb();
  using folder = tempFolder();
  const { teacher, session } = await classroom(db);
  await as(db, teacher).classSession.setHeadCount({ ...action(), classSessionId: session.id, headCount: 3 });
  await sealHistory({ ...testServices(db), historyKey: deriveHistoryKey(SECRET_KEY) });
  const anchor = path.join(folder.path, 'anchor');
  writeFileSync(anchor, JSON.stringify(await queryRow(db, HEAD)));
  const env = { DATABASE_URL: `file:${db.file}`, SECRET_KEY, HISTORY_ANCHOR: anchor };
  const verify = () => startProgram(process.execPath, ['node_modules/tsx/dist/cli.mjs', 'db/cli/audit-verify.ts'], env);
  const intact = verify();
  expect([await intact.ended, intact.output()]).toEqual([0, `Intact. Sealed records checked: 1. They agree with ${anchor}.\n`]);
  await db.$client.batch(['drop trigger audit_events_no_update', "update audit_events set actor_name = 'Nobody'"]);
  const broken = verify();
  expect([await broken.ended, broken.output()]).toEqual([
    1,
    'Broken. Sealed records that hold: 0. Then audit_events 1 is not what was sealed (altered).\n',
  ]);
});
