/** Views of reports that administrators keep under a name. */
import { expect, test } from 'vitest';
import { DAY_MS } from '#domain/duration';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

const FOUR_WEEKS = { from: '2026-08-11', until: '2026-09-07', by: 'week' } as const;
const VIEW = {
  name: 'Four weeks',
  page: 'attendance',
  filter: FOUR_WEEKS,
  detail: { split: 'weekday' },
  isRolling: true,
} as const;

test('days up to today go on with the calendar, others stay', async () => {
  await using db = await testDb();
  const actor = await user(db, { role: 'admin' });
  const { saveView } = api(db, { actor }).call.report;
  await saveView(VIEW);
  await saveView({ ...VIEW, name: 'autumn', isRolling: false });
  const later = await api(db, { actor, now: NOW + 3 * DAY_MS }).call.report.views();
  expect(later).toMatchObject([
    { name: 'autumn', filter: FOUR_WEEKS },
    { name: 'Four weeks', filter: { from: '2026-08-14', until: '2026-09-10', by: 'week' }, detail: { split: 'weekday' } },
  ]);
});

test('names are one person’s own, and nobody else opens, renames or removes a view', async () => {
  await using db = await testDb();
  const [ada, eve] = [await user(db, { role: 'admin' }), await user(db, { role: 'admin' })];
  const [adas, eves] = [api(db, { actor: ada }).call.report, api(db, { actor: eve }).call.report];
  await adas.saveView(VIEW);
  await adas.saveView({ ...VIEW, name: 'Other' });
  await eves.saveView(VIEW);
  const isTaken = { code: 'invalid', fieldErrors: { name: [expect.stringContaining('already')] } };
  expect(await refusalOf(adas.saveView({ ...VIEW, name: ' four  WEEKS ' }))).toMatchObject(isTaken);
  const [{ viewId } = { viewId: 0 }] = await adas.views();
  expect(await refusalOf(adas.renameView({ viewId, name: 'other' }))).toMatchObject(isTaken);
  expect(await refusalOf(eves.renameView({ viewId, name: 'Mine' }))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(eves.removeView({ viewId }))).toMatchObject({ code: 'not-found' });
  await adas.renameView({ viewId, name: 'FOUR weeks' });
  await adas.removeView({ viewId });
  expect([(await adas.views()).map(({ name }) => name), (await eves.views()).length]).toEqual([['Other'], 1]);
});

test('what no address could ask for is not kept, nor more than fifty', async () => {
  await using db = await testDb();
  const { saveView } = api(db, { actor: await user(db, { role: 'admin' }) }).call.report;
  const backwards = { ...FOUR_WEEKS, from: '2026-09-08' };
  expect(await refusalOf(saveView({ ...VIEW, filter: backwards }))).toMatchObject({ code: 'invalid' });
  expect(await refusalOf(saveView({ ...VIEW, page: 'https://evil.example' as 'attendance' }))).toMatchObject({ code: 'invalid' });
  for (let n = 0; n < 50; n++) await saveView({ ...VIEW, name: `View ${n}` });
  expect(await refusalOf(saveView(VIEW))).toMatchObject({
    fieldErrors: { name: ['You have 50 saved views. Remove one first.'] },
  });
});
