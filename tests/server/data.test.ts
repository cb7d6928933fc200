/** The school's data as a whole: backups from the page, an export of everything, and what is removed by itself. */
import path from 'node:path';
import { getTableName } from 'drizzle-orm';
import { unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import * as schema from '#db/schema';
import { auditEvents, sightings } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { DEFAULT_MESSAGES } from '#domain/school/message-settings';
import { backUp } from '#server/backup';
import { listBackups } from '#server/backup-folder';
import type { Backups } from '#server/context/backups';
import { EXPORTED } from '#server/services/data/exported-tables';
import { api, HISTORY_KEY, refusalOf } from '../helpers/api';
import { type TestDb, testDb } from '../helpers/db';
import { NOW, PASSWORD_HASH, settings, user } from '../helpers/factories';
import { signedIn } from '../helpers/prove';
import { tempFolder } from '../helpers/temp-folder';

const RETENTION = { keep: 14, maxAgeMs: 90 * DAY_MS };
const UNPROVED = { code: 'invalid', fieldErrors: { proof: [expect.stringContaining('it is you')] } };

/** Backups as a process makes them, in this one. */
function backupsIn(db: TestDb, folder: string): Backups {
  return {
    folder,
    list: async () => listBackups(folder),
    take: async (onStep) => {
      await backUp({ database: db.file, key: HISTORY_KEY }, folder, RETENTION, NOW, onStep);
      return listBackups(folder)[0] as ReturnType<typeof listBackups>[number];
    },
    open: (name) => new Response(path.join(folder, name)).body as ReadableStream<Uint8Array>,
  };
}

async function administrator(db: TestDb, given: Parameters<typeof api>[1] = {}) {
  const actor = await user(db, { role: 'admin', passwordHash: PASSWORD_HASH });
  await signedIn(db, actor, null);
  return { actor, data: api(db, { actor, ...given }).call.data };
}

test('a backup is taken beside the server, is listed with what was found, and is handed out to who proved it, each told in the log', async () => {
  await using db = await testDb();
  using folder = tempFolder();
  const { actor, data } = await administrator(db, { backups: backupsIn(db, folder.path) });
  expect(await data.beginBackup()).toEqual({ outcome: 'begun' });
  expect(await refusalOf(data.beginBackup())).toMatchObject({ code: 'conflict' });
  await vi.waitFor(async () => expect((await data.get()).state.backup).toEqual({ step: null, fault: null }), 10_000);
  const { backups, schema: version } = await data.get();
  const [file] = backups?.files ?? [];
  expect(file).toMatchObject({ takenAt: NOW, check: { isHistoryIntact: true } });
  expect(backups?.growth?.tables.find(({ table }) => table === 'users')).toMatchObject({ rows: 1, gained: null });
  expect(version?.version).toBeGreaterThan(10);
  const name = String(file?.name);
  expect(await refusalOf(data.openBackup({ name }))).toMatchObject(UNPROVED);
  await signedIn(db, actor);
  expect(await refusalOf(data.openBackup({ name: 'muster-20200101T000000Z.db' }))).toMatchObject({ code: 'not-found' });
  expect(await data.openBackup({ name })).toMatchObject({ name, bytes: file?.bytes });
  const told = await db.select({ action: auditEvents.action, detail: auditEvents.detail }).from(auditEvents);
  expect(told).toEqual([
    { action: 'backup.taken', detail: { fileName: name, bytes: file?.bytes, isHistoryIntact: true } },
    { action: 'backup.downloaded', detail: { fileName: name, bytes: file?.bytes } },
  ]);
});

test('a server’s database is said to have no file to copy', async () => {
  await using db = await testDb();
  const { data } = await administrator(db);
  expect((await data.get()).backups).toBeNull();
  expect(await refusalOf(data.beginBackup())).toMatchObject({ code: 'conflict' });
  expect(await data.countRows()).toContainEqual({ table: 'users', rows: 1 });
});

test('an export holds every row of its tables, a OneRoster file, and no secret', async () => {
  await using db = await testDb();
  const { actor, data } = await administrator(db);
  await Promise.all(Array.from({ length: 40 }, () => user(db, { name: '=cmd()', passwordHash: PASSWORD_HASH })));
  expect(await refusalOf(data.export())).toMatchObject(UNPROVED);
  await signedIn(db, actor);
  await settings(db, { messages: { ...DEFAULT_MESSAGES, webhookUrl: 'https://hooks.school.test/hidden' } });
  const { fileName, read } = await data.export();
  const files = unzipSync(new Uint8Array(await new Response(read()).arrayBuffer()));
  expect(fileName).toBe('muster-export-2026-09-07.zip');
  expect(Object.keys(files).sort()).toEqual([...Object.keys(EXPORTED).map((name) => `${name}.csv`), 'oneroster.zip'].sort());
  const people = new TextDecoder().decode(files['people.csv']);
  expect(people.trim().split('\r\n')).toHaveLength(42);
  expect(people).toContain("'=cmd()");
  expect(people).not.toContain('scrypt');
  const school = new TextDecoder().decode(files['school.csv']);
  expect(school).toContain('hooks.school.test');
  expect(school).not.toContain('hidden');
  expect((await data.get()).state.ownExport).toMatchObject({ isDone: true });
  expect(await db.select({ action: auditEvents.action }).from(auditEvents)).toEqual([{ action: 'data.exported' }]);
});

/** Tables that no export has, because they are secrets, pictures, what this program keeps for itself, or follow from others. */
const KEPT_BACK = [
  ...[
    'passkeys',
    'login_sessions',
    'sightings',
    'one_time_codes',
    'guardian_links',
    'deliveries',
    'push_subscriptions',
    'channel_choices',
    'rate_limits',
    'calendar_feeds',
    'devices',
  ],
  ...['badge_cards', 'user_photos', 'attachments', 'user_counts', 'departures', 'class_session_actions', 'import_rows'],
  ...[
    'import_changes',
    'import_files',
    'person_merges',
    'saved_views',
    'job_leases',
    'seals',
    'unsealed_claims',
    'history_anchors',
    'class_session_tallies',
  ],
  ...['section_day_tallies', 'section_week_tallies', 'school_day_tallies', 'section_sums', 'student_sums', 'tally_days'],
  ...['uncounted_class_sessions', 'judged_students'],
];

test('every table is exported or kept back on purpose, and no exported column holds a secret', () => {
  const tables = Object.values(schema).map((table) => getTableName(table));
  const exported = Object.values(EXPORTED).map(({ table }) => getTableName(table));
  expect([...exported, ...KEPT_BACK].sort()).toEqual(tables.sort());
  const columns = Object.values(EXPORTED).flatMap((one) => Object.keys(one.columns));
  expect(columns.filter((name) => /hash|token|secret|key|signature|digest|network/i.test(name))).toEqual([]);
});

test('what is removed by itself is forecast as the job removes it', async () => {
  await using db = await testDb();
  const { actor, data } = await administrator(db);
  const seen = (daysAgo: number) => ({ userId: actor.id, loginSessionId: `s${daysAgo}`, seenAt: NOW - daysAgo * DAY_MS });
  await db.insert(sightings).values([seen(7.5), seen(1)]);
  const { retention } = await data.get();
  expect(retention.find(({ what }) => what === 'sightings')).toEqual({
    ...{ what: 'sightings', keptMs: 8 * DAY_MS, nextAt: NOW + DAY_MS / 2, dueSoon: 1 },
  });
});
