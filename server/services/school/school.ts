/** The school: its settings, read by every use case that depends on a policy, and what anybody may know of it. */

import { queryRow } from '#db/query';
import { DEFAULT_SETTINGS, type SchoolProfile, type SchoolSettings } from '#domain/school/school';
import type { Context } from '#server/context/context';

/** The settings, or a new school's defaults where none were saved. Fields that a later version added have their default. */
export async function loadSettings({ db }: Pick<Context, 'db'>): Promise<SchoolSettings> {
  const row = await queryRow<{ settings: string }>(db, 'select settings from school limit 1');
  return row ? { ...DEFAULT_SETTINGS, ...(JSON.parse(row.settings) as Partial<SchoolSettings>) } : DEFAULT_SETTINGS;
}

/** What a page shows before anybody has signed in, and the time it is there. */
export async function getSchoolProfile(ctx: Pick<Context, 'db' | 'now'>): Promise<SchoolProfile> {
  const { name, locale, zone } = await loadSettings(ctx);
  return { name, locale, zone, serverNow: ctx.now() };
}
