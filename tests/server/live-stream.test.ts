/** Live streams end with what let them in, and only so many are open. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { importBatches, loginSessions, sectionStaff, users } from '#db/schema';
import { whileSignedIn } from '#server/auth/live-stream';
import { directCommit } from '#server/context/commit';
import type { ActorContext } from '#server/context/context';
import { answerApi } from '#server/http/api';
import { appRouter } from '#server/trpc/routers/router';
import { type ApiOptions, api, type LogLine, refusalOf, testContext } from '../helpers/api';
import { as, type Classroom, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

/** A second, and the way there on a busy machine. */
const SOON_MS = 2_500;

type Person = NonNullable<ApiOptions['actor']>;
type Stream = AsyncGenerator<unknown>;

/** The sign-in that `as(db, person)` comes with, in the database. */
async function signIn(db: Database, person: Person): Promise<void> {
  const at = { createdAt: NOW, lastSeenAt: NOW, expiresAt: 4_000_000_000 };
  await db
    .insert(loginSessions)
    .values({ id: `login-session-of-${person.id}`, userId: person.id, userAgent: '', address: '', ...at });
}

async function openRegister(
  db: Database,
  { teacher, session }: Pick<Classroom, 'teacher' | 'session'>,
  options: ApiOptions = {},
) {
  return (await api(db, { actor: teacher, ...options }).call.live.register({ classSessionId: session.id })) as Stream;
}

/** Reads on until the stream ends; what it ended with, and how long that took. */
async function endOf(stream: Stream): Promise<{ code: string; ms: number }> {
  const startedAt = performance.now();
  const readOn = async () => {
    for await (const _ of stream);
  };
  const { code } = await refusalOf(readOn());
  return { code, ms: performance.now() - startedAt };
}

const endings: [string, string, (db: Database, room: Classroom) => Promise<unknown>][] = [
  ['the sign-out', 'unauthenticated', (db, { teacher }) => as(db, teacher).auth.signOut()],
  ['the sign-in’s end from elsewhere', 'unauthenticated', (db) => db.delete(loginSessions)],
  [
    '“sign out everywhere else”',
    'unauthenticated',
    (db, { teacher }) => api(db, { actor: teacher, loginSession: { id: 'another' } }).call.user.signOutEverywhereElse(),
  ],
  ['the sign-in’s time', 'unauthenticated', (db) => db.update(loginSessions).set({ expiresAt: 1_000 })],
  ['suspension', 'unauthenticated', (db, { teacher }) => setUser(db, teacher, { state: 'suspended' })],
  ['leaving the school', 'unauthenticated', (db, { teacher }) => setUser(db, teacher, { archivedAt: NOW })],
  ['another role', 'forbidden', (db, { teacher }) => setUser(db, teacher, { role: 'student' })],
  [
    'losing the section',
    'not-found',
    (db, { teacher }) => directCommit(db.$client)([db.delete(sectionStaff).where(eq(sectionStaff.userId, teacher.id))]),
  ],
];

function setUser(db: Database, { id }: Person, given: Partial<typeof users.$inferInsert>) {
  return db.update(users).set(given).where(eq(users.id, id));
}

test.each(endings)('a live register ends with %s', async (_name, code, end) => {
  await using db = await testDb();
  const room = await classroom(db);
  await signIn(db, room.teacher);
  const stream = await openRegister(db, room);
  await stream.next();
  await end(db, room);
  const ended = await endOf(stream);
  expect(ended.code).toBe(code);
  expect(ended.ms).toBeLessThan(SOON_MS);
});

test('every subscription ends with its sign-in', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const { session } = await classroom(db);
  const file = { kind: 'enrolments' as const, fileName: 'a.csv', state: 'ready' as const, options: {}, counts: {} };
  const [batch] = await db
    .insert(importBatches)
    .values({ ...file, uploadedById: admin.id, uploadedAt: NOW })
    .returning();
  await signIn(db, admin);
  const { data, live, notification, import: imports } = as(db, admin);
  const streams: Record<string, Stream> = {
    'live.register': (await live.register({ classSessionId: session.id })) as Stream,
    'live.school': (await live.school()) as Stream,
    'data.progress': (await data.progress()) as Stream,
    'notification.watch': (await notification.watch()) as Stream,
    'import.progress': (await imports.progress({ batchId: Number(batch?.id) })) as Stream,
  };
  const procedures = Object.entries(appRouter._def.procedures as Record<string, { _def?: { type: string } }>);
  const subscriptions = procedures.filter(([, procedure]) => procedure._def?.type === 'subscription');
  expect(subscriptions.map(([name]) => name).sort()).toEqual(Object.keys(streams).sort());
  for (const stream of Object.values(streams)) await stream.next();
  await db.delete(loginSessions);
  const codes = await Promise.all(Object.values(streams).map(async (stream) => (await endOf(stream)).code));
  expect([...new Set(codes)]).toEqual(['unauthenticated']);
});

test('one person has ten streams at most, another still has theirs, and a stream that ends gives its place back', async () => {
  await using db = await testDb();
  const [room, other] = [await classroom(db), await classroom(db)];
  await signIn(db, room.teacher);
  await signIn(db, other.teacher);
  const streams = await Promise.all(Array.from({ length: 10 }, () => openRegister(db, room)));
  for (const stream of streams) await stream.next();
  const eleventh = await openRegister(db, room);
  expect((await refusalOf(eleventh.next())).code).toBe('rate-limited');
  const others = await openRegister(db, other);
  expect((await others.next()).done).toBe(false);
  await streams[0]?.return(undefined);
  const instead = await openRegister(db, room);
  expect((await instead.next()).done).toBe(false);
  await Promise.all([...streams, others, instead].map((stream) => stream.return(undefined)));
});

test('a thousand streams are open at most, and the next is told to come back', async () => {
  await using db = await testDb();
  const streamOf = (id: number) => {
    const { ctx } = testContext(db, { actor: { id, name: 'Ada', role: 'teacher', state: 'active' } });
    return whileSignedIn(ctx as ActorContext, undefined, async function* (signal) {
      yield 1;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    });
  };
  const streams = Array.from({ length: 1_000 }, (_, n) => streamOf(Math.floor(n / 10)));
  for (const stream of streams) await stream.next();
  expect((await refusalOf(streamOf(5_000).next())).code).toBe('unavailable');
  await Promise.all(streams.map((stream) => stream.return(undefined)));
  const later = streamOf(5_000);
  expect(await later.next()).toEqual({ done: false, value: 1 });
  await later.return(undefined);
});

function requestRegister({ session }: Classroom, signal: AbortSignal): Request {
  const input = encodeURIComponent(JSON.stringify({ classSessionId: session.id }));
  return new Request(`https://attendance.school.test/trpc/live.register?input=${input}`, { signal });
}

test('a reader who goes away gives the place back', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await signIn(db, room.teacher);
  const { ctx } = testContext(db, { actor: room.teacher });
  for (let visit = 0; visit < 25; visit++) {
    const left = new AbortController();
    const { body } = await answerApi(requestRegister(room, left.signal), ctx);
    const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let isOver = false; !isOver && !text.includes('"isWhole":true'); ) {
      const { value = '', done } = (await reader?.read()) ?? { done: true };
      text += value;
      isOver = done;
    }
    expect(text).toContain('"isWhole":true');
    left.abort();
    await reader?.cancel().catch(() => undefined);
  }
});

test('what a stream refuses is a refusal on the wire, and no error in the log', async () => {
  await using db = await testDb();
  const [room, other] = [await classroom(db), await classroom(db)];
  const logs: LogLine[] = [];
  const { ctx } = testContext(db, { actor: other.teacher, logs });
  const response = await answerApi(requestRegister(room, new AbortController().signal), ctx);
  expect(await response.text()).toMatch(/event: serialized-error\ndata: .*"code":"NOT_FOUND".*"appCode":"not-found"/);
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});
