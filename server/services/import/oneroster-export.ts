/** The school's people, classes and enrolments as a OneRoster file. */
import { slots } from '#db/schema';
import { type ExportFacts, rosterZip } from '#domain/import/oneroster/export';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadSchoolFacts } from './import-facts';

async function loadSectionTerms(ctx: ActorContext): Promise<ExportFacts['sectionTerms']> {
  const rows = await ctx.db.selectDistinct({ sectionId: slots.sectionId, termId: slots.termId }).from(slots);
  const terms = new Map<number, number[]>();
  for (const { sectionId, termId } of rows) terms.set(sectionId, [...(terms.get(sectionId) ?? []), termId]);
  return terms;
}

/** A OneRoster 1.1 zip, which imports back unchanged. */
export async function exportOneRoster(ctx: ActorContext): Promise<{ fileName: string; bytes: Uint8Array }> {
  const { name, zone } = await loadSettings(ctx);
  const facts = { ...(await loadSchoolFacts(ctx)), schoolName: name, sectionTerms: await loadSectionTerms(ctx) };
  return { fileName: `oneroster-${dayAt(ctx.now(), zone)}.zip`, bytes: rosterZip(facts, ctx.now()) };
}
