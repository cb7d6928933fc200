/** Backups and the way back from one, as drills: while marks are written, and from every release. */
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import { openDatabase } from '#db/client';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { backUp, restore } from '#server/backup';
import { listBackups, pruneBackups } from '#server/backup-folder';
import { countRegisters } from '#server/services/report/register-counting';
import { api, HISTORY_KEY, testServices } from '../helpers/api';
import { query } from '../helpers/database-file';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { startProgram } from '../helpers/program';
import { MIGRATIONS, releasedDatabase } from '../helpers/released-database';
import { expectRecountsToAgree } from '../helpers/tally-recounts';
import { tempFolder } from '../helpers/temp-folder';

const LATEST = String(MIGRATIONS.at(-1)?.tag);
const RETENTION = { keep: 3, maxAgeMs: 30 * DAY_MS };

/** `npm run db:backup` and `db:restore` on a database, as an operator runs them. */
function command(name: 'backup' | 'restore', database: string, ...args: string[]) {
  return startProgram(process.execPath, ['node_modules/tsx/dist/cli.mjs', `db/cli/${name}.ts`, ...args], {
    DATABASE_URL: `file:${database}`,
  });
}

/** Writes as a tool would, beside Muster, and leaves nothing open. */
async function execute(file: string, ...statements: string[]): Promise<void> {
  const client = createClient({ url: `file:${file}` });
  for (const sql of statements) await client.execute(sql);
  client.close();
}

type Facts = { version: number; events: number; integrity: string };

/** A mark, how many events tell of it, and whether the file is whole. */
async function factsOf(file: string): Promise<Facts | undefined> {
  const [facts] = await query<Facts>(
    file,
    `select a.version, (select count(*) from attendance_events) events, (select integrity_check from pragma_integrity_check) integrity
    from attendance a`,
  );
  return facts;
}

/** Goes on changing one mark until stopped; answers how often it did. */
function writeOn(file: string) {
  let isStopped = false;
  const done = (async () => {
    const db = await openDatabase({ url: `file:${file}` });
    let count = 0;
    for (; !isStopped; count++) {
      await db.$client.execute("update attendance set status = iif(status = 'late', 'present', 'late'), version = version + 1");
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    db.$client.close();
    return count;
  })();
  const stop = () => {
    isStopped = true;
    return done;
  };
  return { stop };
}

test('a backup taken while marks are written is one moment of them, and a school goes on from it', async () => {
  using folder = tempFolder();
  const database = path.join(folder.path, 'muster.db');
  await releasedDatabase(database, LATEST);
  const writer = writeOn(database);
  const backup = command('backup', database, '--keep', '2');
  expect(await backup.ended).toBe(0);
  const written = await writer.stop();
  expect(written).toBeGreaterThan(20);
  const [, name = ''] = readdirSync(path.join(folder.path, 'backups'));
  const copy = path.join(folder.path, 'backups', name);
  expect(backup.output()).toContain(`${copy} (`);
  expect([readdirSync(path.join(folder.path, 'backups')), statSync(copy).mode & 0o777]).toEqual([
    [name.replace('.db', '.check.json'), name],
    0o600,
  ]);

  const restored = path.join(folder.path, 'restored.db');
  const drill = command('restore', restored, copy);
  expect(await drill.ended).toBe(0);
  const facts = await factsOf(restored);
  expect(facts).toMatchObject({ integrity: 'ok', events: facts?.version });
  expect(facts?.version).toBeLessThanOrEqual(written + 1);
  expect(statSync(restored).mode & 0o777).toBe(0o600);
  expect(readFileSync(copy).subarray(0, 15).toString()).toBe('SQLite format 3');
});

const RELEASED = MIGRATIONS.slice(1).map(({ tag }) => tag);
test.each(RELEASED)('a backup of a school at %s is restored and brought up to date, and its marks are counted', async (tag) => {
  using folder = tempFolder();
  const old = path.join(folder.path, 'old.db');
  await releasedDatabase(old, tag, true);
  const { file, history } = await backUp({ database: old, key: HISTORY_KEY }, folder.path, RETENTION, NOW);
  expect(history.outcome).toBe('intact');
  const database = path.join(folder.path, 'muster.db');
  expect(await restore(file, { database, key: HISTORY_KEY }, false, NOW)).toMatchObject({
    former: null,
    history: { outcome: 'intact' },
  });
  expect(await factsOf(database)).toMatchObject({ integrity: 'ok' });
  const db = await openDatabase({ url: `file:${database}` });
  await countRegisters(testServices(db));
  await expectRecountsToAgree(db);
  const { rows } = await db.$client.execute('select count(*) n, sum(excused) excused from section_week_tallies');
  expect(rows).toMatchObject([{ n: expect.any(Number), excused: 9 }]);
  const admin = await user(db, { role: 'admin' });
  expect(JSON.stringify(await api(db, { actor: admin }).call.school.profile())).toContain('Hill School');
  db.$client.close();
});

test('a database that is there is not replaced without a word, and then kept beside the restored one', async () => {
  using folder = tempFolder();
  const database = path.join(folder.path, 'muster.db');
  await releasedDatabase(database, LATEST);
  const { file } = await backUp({ database: database, key: HISTORY_KEY }, path.join(folder.path, 'backups'), RETENTION, NOW);
  await execute(
    database,
    "insert into users (email, name, role, state, created_at) values ('b@school.test', 'Bo', 'student', 'active', 0)",
  );
  const before = readFileSync(database);
  const refused = command('restore', database, file);
  expect([await refused.ended, refused.output()]).toEqual([1, expect.stringContaining('Add --yes to replace it')]);
  expect(refused.output().trim()).not.toContain('\n');
  expect(readFileSync(database).equals(before)).toBe(true);
  const done = command('restore', database, '--yes', file);
  expect(await done.ended).toBe(0);
  const former = String(/before is (\S+)\.$/m.exec(done.output())?.[1]);
  const countUsers = async (path: string) => (await query(path, 'select 1 from users')).length;
  expect([await countUsers(database), await countUsers(former)]).toEqual([1, 2]);
});

test('a database that a server uses is not replaced', async () => {
  using folder = tempFolder();
  await using db = await testDb();
  const { file } = await backUp({ database: db.file, key: HISTORY_KEY }, folder.path, RETENTION, NOW);
  const refused = command('restore', db.file, '--yes', file);
  expect([await refused.ended, refused.output()]).toEqual([1, expect.stringContaining('Stop it first')]);
  await user(db);
});

test.each([
  ['no database', () => Buffer.from('not a backup')],
  ['half a database', (whole: Buffer) => whole.subarray(0, whole.length / 2)],
  [
    'one with a torn page',
    (whole: Buffer) => Buffer.concat([whole.subarray(0, 8_192), Buffer.alloc(65_536, 7), whole.subarray(73_728)]),
  ],
])('a backup that is %s is refused, and nothing is changed', async (_name, damage) => {
  using folder = tempFolder();
  const database = path.join(folder.path, 'muster.db');
  await releasedDatabase(database, LATEST);
  const file = path.join(folder.path, 'bad.db');
  writeFileSync(file, damage(readFileSync(database)));
  const before = readFileSync(database);
  await expect(restore(file, { database, key: HISTORY_KEY }, true, NOW)).rejects.toThrow(`The backup ${file} cannot be used: `);
  expect(readFileSync(database).equals(before)).toBe(true);
  expect(readdirSync(folder.path).filter((name) => name.startsWith('muster.db.'))).toEqual([]);
});

test('a history that does not prove itself is told; its copy is kept, and no other is removed for it', async () => {
  using folder = tempFolder();
  const database = path.join(folder.path, 'muster.db');
  await releasedDatabase(database, LATEST);
  const backups = path.join(folder.path, 'backups');
  await backUp({ database: database, key: HISTORY_KEY }, backups, RETENTION, NOW);
  await execute(database, 'drop trigger attendance_events_no_delete', 'delete from attendance_events');
  const later = await backUp({ database: database, key: HISTORY_KEY }, backups, { keep: 1, maxAgeMs: DAY_MS }, NOW + 9 * DAY_MS);
  expect(later).toMatchObject({ history: { outcome: 'broken', firstBroken: { why: expect.any(String) } }, removed: [] });
  expect(listBackups(backups).map(({ check }) => check?.isHistoryIntact)).toEqual([false, true]);
});

test('the newest backups stay, and of those none too old but the very newest', () => {
  using folder = tempFolder();
  const names = [0, 1, 2, 3, 4].map((hours) => {
    const stamp = new Date(NOW - hours * HOUR_MS).toISOString().replace(/[-:]|\.\d+/g, '');
    return `muster-${stamp}.db`;
  });
  const halfWay = `${names[4]}.trial-wal`;
  for (const name of [...names, 'muster.db', 'notes.txt', halfWay]) writeFileSync(path.join(folder.path, name), '');
  expect(pruneBackups(folder.path, { keep: 4, maxAgeMs: 90 * DAY_MS }, NOW)).toEqual([names[4]]);
  expect(pruneBackups(folder.path, { keep: 4, maxAgeMs: 2 * HOUR_MS }, NOW)).toEqual([names[3]]);
  expect(readdirSync(folder.path)).toContain(halfWay);
  expect(pruneBackups(folder.path, { keep: 4, maxAgeMs: DAY_MS }, NOW + 9 * DAY_MS)).toEqual([names[1], names[2]]);
  expect(readdirSync(folder.path).sort()).toEqual([names[0], 'muster.db', 'notes.txt'].sort());
});
