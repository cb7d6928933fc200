/** What anybody may know of the school. */
import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { api } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, settings } from '../helpers/factories';

test('name, locale, zone and the time there are for everybody, and nothing else is', async () => {
  await using db = await testDb();
  await settings(db, { name: 'Harbour View', zone: 'Europe/Oslo', locale: 'nb-NO', emailDomains: DEFAULT_SETTINGS.emailDomains });
  const profile = await api(db).call.school.profile();
  expect(profile).toEqual({ name: 'Harbour View', zone: 'Europe/Oslo', locale: 'nb-NO', serverNow: NOW });
});

test('a school that has saved nothing has its defaults', async () => {
  await using db = await testDb();
  const { name, locale, zone } = DEFAULT_SETTINGS;
  expect(await api(db).call.school.profile()).toEqual({ name, locale, zone, serverNow: NOW });
});
