/** The school's settings as an administrator sees and changes them, and what another rule would do to people's rates. */
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import { compareRules, type RuleComparison, type TallyGroup } from '#domain/rate';
import { SchoolSettings } from '#domain/school/school';
import { type Changes, type RuleInput, type SettingsInput, settingsChanges, toSettings } from '#domain/school/settings';
import { wallTimeAt } from '#domain/time';
import { auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from './school';

type Ahead = { count: number; nextAt: number | null };

/** Open registers count as ahead: their end is still to come. */
const AHEAD = `select count(*) count, min(starts_at) nextAt from class_sessions where state in ('scheduled', 'open') and closes_at > ?`;

async function loadAhead(ctx: ActorContext): Promise<Ahead> {
  return (await queryRow<Ahead>(ctx.db, AHEAD, [ctx.now()])) ?? { count: 0, nextAt: null };
}

/** The settings, when they were last changed, and how many class sessions lie ahead.
 *  @returns `configuredMinutes` is the length of check-in where the school sets none */
export async function getSettings(ctx: ActorContext) {
  const [settings, row, ahead] = await Promise.all([
    loadSettings(ctx),
    queryRow<{ updatedAt: number }>(ctx.db, 'select updated_at updatedAt from school where id = 1'),
    loadAhead(ctx),
  ]);
  return { settings, updatedAt: row?.updatedAt ?? 0, ahead: ahead.count, configuredMinutes: ctx.policy.codeTtlMinutes };
}

function refuse(field: string, message: string): never {
  throw new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
}

/** Class sessions keep their moment, so another zone shows them at another time of day.
 *  @throws AppError `invalid` unless that was confirmed */
async function requireZoneConfirmed(ctx: ActorContext, from: string, { zone, isZoneConfirmed }: SettingsInput): Promise<void> {
  if (zone === from || isZoneConfirmed) return;
  const { count, nextAt } = await loadAhead(ctx);
  if (nextAt === null) return;
  const example = `the next one, at ${wallTimeAt(nextAt, from)} now, would read ${wallTimeAt(nextAt, zone)}`;
  const classes = count === 1 ? '1 class session lies' : `${count} class sessions lie`;
  refuse('zone', `${classes} ahead and keep their moment in time: ${example}. Confirm below to change the zone.`);
}

/** Saves the settings, with what changed on the audit log.
 *  @throws AppError `invalid` for a zone that was not confirmed, `conflict` when somebody else changed the settings meanwhile */
export async function changeSettings(ctx: ActorContext, input: SettingsInput): Promise<{ changes: Changes }> {
  const stored = await loadSettings(ctx);
  const wanted = SchoolSettings.parse(toSettings(input));
  const changes = settingsChanges(stored, wanted);
  if (Object.keys(changes).length === 0) return { changes };
  await requireZoneConfirmed(ctx, stored.zone, input);
  const at = ctx.now();
  const [saved] = await ctx.commit([
    {
      sql: 'update school set settings = ?, updated_at = max(?, updated_at + 1) where id = 1 and updated_at = ?',
      args: [JSON.stringify(wanted), at, input.seenAt],
    },
    auditIfChanged({ actor: ctx.actor, at, action: 'settings.changed', subject: 'school:1', detail: { changes } }),
  ]);
  if (saved?.rowsAffected !== 1)
    throw new AppError('conflict', 'Somebody else changed the settings meanwhile. Open this page again, then make your changes.');
  ctx.log('info', 'settings.changed', { actorId: ctx.actor.id, settings: Object.keys(changes) });
  return { changes };
}

/** Every student's marks over all sections, those with the same together: a question about the whole school, asked by hand. */
const GROUPS = `select present, late, absent, excused, count(*) students from (
    select sum(t.present) present, sum(t.late) late, sum(t.absent) absent, sum(t.excused) excused
    from users u join student_tallies t on t.student_id = u.id where u.role = 'student' and u.archived_at is null group by u.id)
  group by 1, 2, 3, 4`;

/** How many students would be below the line under another rule, compared with the one that holds. Changes nothing. */
export async function simulateRule(ctx: ActorContext, { thresholdPercent, ...policy }: RuleInput): Promise<RuleComparison> {
  const [settings, groups] = await Promise.all([loadSettings(ctx), queryRows<TallyGroup>(ctx.db, GROUPS)]);
  const copies = groups.map((group) => ({ ...group }));
  return compareRules(copies, settings, { ...policy, threshold: thresholdPercent * 10 });
}
