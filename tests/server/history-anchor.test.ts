/** Telling the history's head outside the database: in the log, to a file, to a server; and what the file then shows. */
import { appendFileSync, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { type Anchor, webAnchor } from '#server/channels/anchor';
import { fileAnchor } from '#server/channels/anchor-file';
import { sealHistory } from '#server/services/history/history';
import { anchorHistory } from '#server/services/history/history-anchor';
import { type LogLine, testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { tempFolder } from '../helpers/temp-folder';

/** Three changes of marks and an audit event, sealed. */
async function sealedStory(db: Database) {
  const { teacher, session, students } = await classroom(db, { students: 3 });
  const marks = students.map(({ id }) => ({ studentId: id, status: 'present' as const, version: 0 }));
  await as(db, teacher).attendance.markMany({ ...action(), classSessionId: session.id, marks });
  await as(db, teacher).classSession.setHeadCount({ ...action(), classSessionId: session.id, headCount: 3 });
  await sealHistory(testServices(db));
}

async function headOf(db: Database) {
  const { rows } = await db.$client.execute('select position, lower(hex(hash)) hash from seals order by position desc limit 1');
  return { position: Number(rows[0]?.position), hash: String(rows[0]?.hash) };
}

const anchored = (db: Database, anchor: Anchor | null, logs: LogLine[] = []) => anchorHistory(testServices(db, { anchor, logs }));
const verdictOf = async (db: Database, anchor: Anchor) =>
  (await as(db, await user(db, { role: 'admin' }), NOW, { anchor }).audit.verify()).firstBroken;

test('the log tells the head once for each time the history has grown', async () => {
  await using db = await testDb();
  const logs: LogLine[] = [];
  await anchored(db, null, logs);
  expect(logs).toEqual([]);
  for (let round = 1; round <= 2; round++) {
    await sealedStory(db);
    await anchored(db, null, logs);
    await anchored(db, null, logs);
    expect(logs).toHaveLength(round);
    expect(logs.at(-1)).toEqual({ level: 'info', event: 'history.anchored', ...(await headOf(db)) });
  }
});

test('a file gets a line for each head, and the history is held against them', async () => {
  using folder = tempFolder();
  await using db = await testDb();
  const file = path.join(folder.path, 'heads');
  const anchor = fileAnchor(file);
  expect(await verdictOf(db, anchor)).toBeNull();
  expect(existsSync(file)).toBe(false);
  for (let round = 0; round < 2; round++) {
    await sealedStory(db);
    await anchored(db, anchor);
  }
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { at: NOW, position: 4, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { at: NOW, ...(await headOf(db)) },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  appendFileSync(file, '{"at":1,"posi');
  expect(await verdictOf(db, anchor)).toBeNull();
  await sealedStory(db);
  await anchored(db, anchor);
  expect(await verdictOf(db, anchor)).toBeNull();
  appendFileSync(file, `{"position":40,"hash":"00"}\n`);
  expect(await verdictOf(db, anchor)).toEqual({ table: 'seals', id: 40, why: 'cut-off' });
});

test('a server is told, and told again when it did not take it', async () => {
  await using db = await testDb();
  await sealedStory(db);
  const told: unknown[] = [];
  const logs: LogLine[] = [];
  let status = 503;
  const server = createServer(async (request, response) => {
    const body = await request.toArray();
    if (status === 204) told.push(JSON.parse(Buffer.concat(body).toString()));
    response.writeHead(status).end();
  }).listen(0, '127.0.0.1');
  const { port } = await new Promise<{ port: number }>((resolve) =>
    server.once('listening', () => resolve(server.address() as { port: number })),
  );
  const anchor = webAnchor(`http://127.0.0.1:${port}/heads?key=secret`);
  await anchored(db, anchor, logs);
  expect(logs.map(({ level, event }) => [level, event])).toEqual([
    ['info', 'history.anchored'],
    ['warn', 'history.anchor-failed'],
  ]);
  expect(JSON.stringify(logs)).not.toContain('secret');
  status = 204;
  for (let round = 0; round < 2; round++) await anchored(db, anchor, logs);
  expect(told).toEqual([{ at: NOW, ...(await headOf(db)) }]);
  expect(logs).toHaveLength(2);
  server.close();
});
