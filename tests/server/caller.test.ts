/** The API as pages use it: what a refusal becomes in a loader, and in a form. */
import type { ActionFunctionArgs } from '@remix-run/server-runtime';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { submitForm, withApi } from '#app/trpc/caller.server';
import type { Database } from '#db/client';
import { AppError, type FieldErrors } from '#domain/errors';
import { SignInInput, SignUpInput } from '#domain/person/user';
import { type ApiOptions, testContext } from '../helpers/api';
import { testDb } from '../helpers/db';
import { PASSWORD, PASSWORD_HASH, user } from '../helpers/factories';

/** What Remix hands to a loader, or with a form to an action. */
function routeArgs(db: Database, path: string, options: ApiOptions & { form?: Record<string, string> } = {}): ActionFunctionArgs {
  const { form, ...rest } = options;
  const url = `https://attendance.school.test${path}`;
  const sent = new FormData();
  for (const [name, value] of Object.entries(form ?? {})) sent.set(name, value);
  const request = new Request(url, { method: form ? 'POST' : 'GET' });
  return { request, params: {}, context: { ctx: testContext(db, rest).ctx, nonce: '', form: sent } };
}

const thrownBy = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'nothing',
    (thrown: unknown) => thrown,
  );

test('a page gets what the API answers, and who asks', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const seen = await withApi(routeArgs(db, '/profile', { actor }), async (api, who) => [(await api.user.profile()).id, who?.id]);
  expect(seen).toEqual([actor.id, actor.id]);
});

test('nobody is sent to sign in, and back to where they were', async () => {
  await using db = await testDb();
  const response = await thrownBy(withApi(routeArgs(db, '/profile?tab=2'), (api) => api.user.profile()));
  expect(response).toBeInstanceOf(Response);
  expect((response as Response).headers.get('Location')).toBe('/sign-in?next=%2Fprofile%3Ftab%3D2');
});

test.each([
  ['forbidden', 403],
  ['not-found', 404],
  ['conflict', 409],
  ['rate-limited', 429],
  ['unavailable', 503],
] as const)('%s becomes an error screen with status %i and its own words', async (code, status) => {
  await using db = await testDb();
  const refuse = () => Promise.reject(new AppError(code, 'person.unknown'));
  expect(await thrownBy(withApi(routeArgs(db, '/'), refuse))).toMatchObject({
    data: { message: 'There is no such person.' },
    init: { status },
  });
});

test('what nobody expected is passed on as it is', async () => {
  await using db = await testDb();
  const failure = new Error('broken');
  expect(await thrownBy(withApi(routeArgs(db, '/'), () => Promise.reject(failure)))).toBe(failure);
});

test('a form that does not parse comes back with each error at its field, what was typed, and no password', async () => {
  await using db = await testDb();
  const form = { name: 'Ada Lovelace', email: 'ada', password: 'short', role: 'admin' };
  const { errors, value } = await submitForm(routeArgs(db, '/sign-up', { form }), SignUpInput, async () => 'never called');
  expect(value).toBeNull();
  expect(errors?.init?.status).toBe(400);
  expect(errors?.data).toMatchObject({
    initialValue: { name: 'Ada Lovelace', email: 'ada', role: 'admin' },
    error: { email: [expect.any(String)], password: [expect.any(String)], role: [expect.any(String)] },
  });
  expect(errors?.data.initialValue).not.toHaveProperty('password');
});

const TOO_LONG = { id: 'form.too-long', values: { max: 5 } } as const;

test.each([
  ['at its fields', { email: [TOO_LONG] }, { email: ['Use at most 5 characters.'] }],
  ['above the form, when it is about no field', undefined, { '': ['There is no such person.'] }],
  ['above the form, when it is about all of it', { '': [TOO_LONG] }, { '': ['Use at most 5 characters.'] }],
] as [string, FieldErrors | undefined, Record<string, string[]>][])(
  'a refusal is shown %s',
  async (_where, fieldErrors, error) => {
    await using db = await testDb();
    const refuse = () => Promise.reject(new AppError('invalid', 'person.unknown', fieldErrors && { fieldErrors }));
    const args = routeArgs(db, '/anything', { form: { email: 'ada@school.test' } });
    const { errors } = await submitForm(args, z.object({ email: z.string() }), refuse);
    expect(errors?.data).toMatchObject({ initialValue: { email: 'ada@school.test' }, error });
  },
);

test('a wrong password is an answer of the sign-in form; elsewhere nobody is sent to sign in', async () => {
  await using db = await testDb();
  await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH });
  const form = { email: 'ada@school.test', password: 'a guess' };
  const { errors } = await submitForm(routeArgs(db, '/sign-in', { form }), SignInInput, (api, pair) => api.auth.signIn(pair));
  expect(errors?.init?.status).toBe(401);
  expect(errors?.data.error).toEqual({ '': ['The email or password is wrong.'] });
  expect(JSON.stringify(errors?.data)).not.toContain('a guess');
  const elsewhere = submitForm(routeArgs(db, '/profile', { form }), SignInInput, (api) => api.user.profile());
  expect(((await thrownBy(elsewhere)) as Response).status).toBe(302);
});

test('a form that is accepted hands on the answer', async () => {
  await using db = await testDb();
  await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH, role: 'teacher' });
  const form = { email: 'ada@school.test', password: PASSWORD };
  const { errors, value } = await submitForm(routeArgs(db, '/sign-in', { form }), SignInInput, (api, pair) =>
    api.auth.signIn(pair),
  );
  expect({ errors, value }).toEqual({ errors: null, value: { outcome: 'signed-in', role: 'teacher' } });
});
