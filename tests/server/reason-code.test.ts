/** The school's list of reasons: presets, order, and that what a code means stays. */
import { expect, test } from 'vitest';
import { refusalOf } from '../helpers/api';
import { as } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { user } from '../helpers/factories';

test('a preset is added once, behind what is there', async () => {
  await using db = await testDb();
  const admin = as(db, await user(db, { role: 'admin' }));
  await admin.reasonCode.create({ name: 'illness', status: 'absent' });
  const { added } = await admin.reasonCode.addPreset({ preset: 'england-2024' });
  expect(await admin.reasonCode.addPreset({ preset: 'england-2024' })).toEqual({ added: 0 });
  const codes = await admin.reasonCode.list();
  expect(codes).toHaveLength(added + 1);
  expect(codes[0]).toMatchObject({ name: 'illness', status: 'absent', countsAs: null });
  expect(codes.find(({ externalCode }) => externalCode === 'V')).toMatchObject({ status: 'excused', countsAs: 'present' });
  expect(codes.find(({ externalCode }) => externalCode === 'I')).toBeUndefined();
});

test('codes are named anew, ordered and archived; names in use are each of one code', async () => {
  await using db = await testDb();
  const admin = as(db, await user(db, { role: 'admin' }));
  const create = (name: string) => admin.reasonCode.create({ name, status: 'excused', countsAs: 'out' });
  const [trip, illness] = [await create('Trip'), await create('Illness')];
  expect(await refusalOf(create('TRIP'))).toMatchObject({ code: 'invalid' });
  await admin.reasonCode.update({ ...illness, name: 'Ill', externalCode: 'I' });
  expect(await refusalOf(admin.reasonCode.update({ ...illness, name: 'trip' }))).toMatchObject({ code: 'invalid' });
  expect(await refusalOf(admin.reasonCode.update({ reasonCodeId: 99, name: 'X' }))).toMatchObject({ code: 'not-found' });
  await admin.reasonCode.reorder({ reasonCodeIds: [illness.reasonCodeId, trip.reasonCodeId] });
  await admin.reasonCode.archive({ ...trip, isArchived: true });
  expect(await admin.reasonCode.list()).toMatchObject([
    { name: 'Ill', externalCode: 'I', isArchived: false },
    { name: 'Trip', countsAs: 'out', isArchived: true },
  ]);
  await create('Trip');
  expect(await refusalOf(admin.reasonCode.archive({ ...trip, isArchived: false }))).toMatchObject({ code: 'invalid' });
});

test('the database keeps what a code means, and lets no mark have one of another status', async () => {
  await using db = await testDb();
  await as(db, await user(db, { role: 'admin' })).reasonCode.create({ name: 'Trip', status: 'excused', countsAs: 'present' });
  for (const sql of [
    "update reason_codes set counts_as = 'out'",
    "update reason_codes set status = 'late'",
    'delete from reason_codes',
  ])
    await expect(db.$client.execute(sql), sql).rejects.toThrow();
});
