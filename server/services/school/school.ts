/** The school: its settings, read by every use case that depends on a policy, and what anybody may know of it. */
import { sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { school } from '#db/schema';
import { localeFor } from '#domain/person/profile';
import { readSettings, type SchoolProfile, type SchoolSettings } from '#domain/school/school';
import { type Language, SOURCE_LANGUAGE } from '#domain/words/language';
import type { Context } from '#server/context/context';

const storedSettings = prepared((db) =>
  db
    .select({ text: sql<string>`${school.settings}` })
    .from(school)
    .limit(1)
    .prepare(),
);

/** The settings, or a new school's defaults where none were saved. */
export async function loadSettings({ db }: Pick<Context, 'db'>): Promise<SchoolSettings> {
  return readSettings((await storedSettings(db).get())?.text);
}

/** What the school is read in by those who chose no language. Nothing is read where there is one language only. */
export async function loadSchoolLanguage({ db, policy }: Pick<Context, 'db' | 'policy'>): Promise<Language> {
  if (policy.languages.length === 1) return SOURCE_LANGUAGE;
  return (await loadSettings({ db })).language;
}

/** What every page shows of the school, with dates as its reader has them written, and the time it is there. */
export async function getSchoolProfile(ctx: Pick<Context, 'db' | 'now' | 'actor'>): Promise<SchoolProfile> {
  const { name, locale, zone, firstWeekday } = await loadSettings(ctx);
  return { name, locale: localeFor(ctx.actor, locale), zone, firstWeekday, serverNow: ctx.now() };
}
