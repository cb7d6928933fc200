/** The door itself: who may call what, and what a refusal or a failure looks like from outside. */
import { TRPCError } from '@trpc/server';
import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { APP_CODES, AppError } from '#domain/errors';
import { says } from '#domain/words/says';
import { statusOf, toAppError, toTrpcError } from '#server/trpc/errors';
import {
  actorProcedure,
  adminProcedure,
  createCallerFactory,
  publicProcedure,
  router,
  staffProcedure,
  studentProcedure,
} from '#server/trpc/trpc';
import { type ApiOptions, refusalOf, testContext } from '../helpers/api';
import { testDb } from '../helpers/db';

const answer = () => 'in';
const doors = router({
  everybody: publicProcedure.query(answer),
  actor: actorProcedure.query(answer),
  student: studentProcedure.query(answer),
  staff: staffProcedure.query(answer),
  admin: adminProcedure.query(answer),
  refuses: publicProcedure.input(z.enum(APP_CODES)).query(({ input }) => {
    throw new AppError(input, 'person.unknown', { fieldErrors: { name: [{ id: 'form.too-long', values: { max: 5 } }] } });
  }),
  breaks: publicProcedure.query(() => {
    throw new Error('SQLITE_ERROR: no such table: secrets');
  }),
  takes: publicProcedure
    .input(
      z
        .object({ age: z.number(says('form.whole-number', { min: 1, max: 9 })) })
        .refine(({ age }) => age < 9, says('form.too-much')),
    )
    .query(answer),
  streams: publicProcedure.subscription(async function* () {
    yield 1;
    throw new AppError('forbidden', 'sign-in.no-access');
  }),
});
type Door = 'everybody' | 'actor' | 'student' | 'staff' | 'admin';

const actorOf = (role: 'admin' | 'teacher' | 'assistant' | 'student', state: 'active' | 'pending' | 'suspended' = 'active') => ({
  id: 1,
  name: 'Ada',
  role,
  state,
});

async function knock(door: Door, options: ApiOptions): Promise<string> {
  await using db = await testDb();
  const call = createCallerFactory(doors)(testContext(db, options).ctx);
  return await call[door]().catch(async (error: unknown) => (await refusalOf(Promise.reject(error))).code);
}

test.each([
  ['everybody', ['in', 'in', 'in', 'in', 'in']],
  ['actor', ['unauthenticated', 'in', 'in', 'in', 'in']],
  ['student', ['unauthenticated', 'in', 'forbidden', 'forbidden', 'forbidden']],
  ['staff', ['unauthenticated', 'forbidden', 'in', 'in', 'in']],
  ['admin', ['unauthenticated', 'forbidden', 'forbidden', 'forbidden', 'in']],
] as const)(
  'the %s door opens for nobody, student, assistant, teacher and administrator as it should',
  async (door, expected) => {
    const actors = [null, actorOf('student'), actorOf('assistant'), actorOf('teacher'), actorOf('admin')];
    expect(await Promise.all(actors.map((actor) => knock(door, { actor })))).toEqual(expected);
  },
);

test.each(['pending', 'suspended'] as const)('an administrator who is %s is nobody', async (state) => {
  expect(await knock('admin', { actor: actorOf('admin', state) })).toBe('unauthenticated');
});

/** What the wire carries for a call of `path`. */
async function overHttp(path: string, init?: RequestInit) {
  await using db = await testDb();
  const { ctx } = testContext(db);
  const req = new Request(`https://attendance.school.test/trpc/${path}`, init);
  const response = await fetchRequestHandler({ endpoint: '/trpc', req, router: doors, createContext: () => ctx });
  const body = await response.text();
  return { status: response.status, body, error: JSON.parse(body).error };
}

test.each([
  ['unauthenticated', 401],
  ['forbidden', 403],
  ['not-found', 404],
  ['invalid', 400],
  ['conflict', 409],
  ['rate-limited', 429],
  ['unavailable', 503],
] as const)('%s travels as %i with its code, its message and its fields', async (code, status) => {
  const refused = await overHttp(`refuses?input=${JSON.stringify(code)}`);
  expect(refused.status).toBe(status);
  expect(refused.error).toMatchObject({
    message: 'There is no such person.',
    data: { appCode: code, fieldErrors: { name: ['Use at most 5 characters.'] }, httpStatus: status },
  });
  expect(statusOf(code)).toBe(status);
});

test('an input that does not fit names its fields, and what is wrong with it as a whole', async () => {
  const wrong = await overHttp('takes?input={"age":"x"}');
  expect(wrong.status).toBe(400);
  expect(wrong.error.data).toMatchObject({ appCode: 'invalid', fieldErrors: { age: ['Enter a whole number from 1 to 9.'] } });
  const whole = await overHttp('takes?input={"age":10}');
  expect(whole.error.data.fieldErrors).toEqual({ '': ['Too much was sent at once.'] });
});

test('a failure nobody expected is named as one, and neither its text nor its stack leaves', async () => {
  const { status, body, error } = await overHttp('breaks');
  expect(status).toBe(500);
  expect(error).toMatchObject({ message: 'Something went wrong on our side.', data: { appCode: null } });
  for (const secret of ['SQLITE', 'secrets', 'stack', '.ts']) expect(body).not.toContain(secret);
});

test('a procedure of a newer build is to be tried again, a broken body is refused', async () => {
  expect((await overHttp('nothing')).error.data).toMatchObject({ appCode: 'unavailable', httpStatus: 404 });
  expect((await overHttp('takes?input={')).error.data).toMatchObject({ appCode: 'invalid', httpStatus: 400 });
});

test('a stream that ends in a refusal says its code', async () => {
  await using db = await testDb();
  const { ctx } = testContext(db);
  const req = new Request('https://attendance.school.test/trpc/streams');
  const response = await fetchRequestHandler({ endpoint: '/trpc', req, router: doors, createContext: () => ctx });
  const events = await response.text();
  expect(events).toContain('"reconnectAfterInactivityMs":40000');
  expect(events).toMatch(/event: serialized-error\ndata: .*"appCode":"forbidden"/);
});

test('a refusal survives the way into tRPC and back', () => {
  for (const code of APP_CODES) {
    const refusal = new AppError(code, 'person.unknown');
    expect(toAppError(toTrpcError(refusal))).toBe(refusal);
  }
  expect(toAppError(new TRPCError({ code: 'INTERNAL_SERVER_ERROR' }))).toBeNull();
  expect(toAppError(new Error('anything'))).toBeNull();
  expect(toAppError('anything')).toBeNull();
});
