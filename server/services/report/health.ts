/** How check-ins fare: where marks come from, how many check-ins wait, and how long a student waits for an answer. */
import { and, between, eq, isNotNull, sql } from 'drizzle-orm';
import { attendance, claims, classSessions } from '#db/schema';
import { isInScope, type ReadableScope } from '#db/sql/report-scope';
import type { HealthInput } from '#domain/report/report-filter';
import type { CheckInHealth } from '#domain/report/report-view';
import type { ActorContext } from '#server/context/context';
import { loadRules, readableScope } from './rules';

type Asked = { range: HealthInput; scope: ReadableScope };

const areWanted = ({ db }: ActorContext, { range, scope }: Asked) =>
  and(between(classSessions.day, range.from, range.until), isInScope(db, scope, classSessions.sectionId));

function loadSources(ctx: ActorContext, asked: Asked) {
  return ctx.db
    .select({ source: attendance.source, marks: sql<number>`count(*)` })
    .from(classSessions)
    .innerJoin(attendance, eq(attendance.classSessionId, classSessions.id))
    .where(and(areWanted(ctx, asked), isNotNull(attendance.status)))
    .groupBy(attendance.source);
}

const count = (condition: ReturnType<typeof sql>) => sql<number>`coalesce(sum(${condition}), 0)`;

/** @param periodMs how long one code stays on screen */
function loadClaims(ctx: ActorContext, asked: Asked, periodMs: number) {
  const { verdict, settledAt, source, reasons, receivedAt, lastWindow } = claims;
  const scannedAt = sql`(${lastWindow} + 1) * ${periodMs}`;
  const waitedMs = sql<number | null>`max(0, coalesce(${settledAt}, ${receivedAt}) - ${scannedAt})`;
  const each = ctx.db
    .select({
      waited: sql<number>`(${verdict} = 'waiting' or ${settledAt} is not null)`.as('waited'),
      refused: sql<number>`(${verdict} = 'refused' and ${settledAt} is null)`.as('refused'),
      offline: sql<number>`(${source} is 'offline')`.as('offline'),
      isShared: sql<number>`exists (select 1 from json_each(${reasons}) where value = 'shared-device')`.as('is_shared'),
      waitedMs: sql<number | null>`iif(${verdict} = 'accepted', ${waitedMs}, null)`.as('waited_ms'),
    })
    .from(classSessions)
    .innerJoin(claims, eq(claims.classSessionId, classSessions.id))
    .where(areWanted(ctx, asked))
    .as('each');
  const ranked = ctx.db
    .select({
      waited: each.waited,
      refused: each.refused,
      offline: each.offline,
      isShared: each.isShared,
      waitedMs: each.waitedMs,
      place:
        sql<number>`iif(${each.waitedMs} is null, null, cume_dist() over (partition by ${each.waitedMs} is null order by ${each.waitedMs}))`.as(
          'place',
        ),
    })
    .from(each)
    .as('ranked');
  return ctx.db
    .select({
      claims: sql<number>`count(*)`,
      waited: count(sql`${ranked.waited}`),
      refused: count(sql`${ranked.refused}`),
      offline: count(sql`${ranked.offline}`),
      sharedDevice: count(sql`${ranked.isShared}`),
      median: sql<number | null>`min(iif(${ranked.place} >= 0.5, ${ranked.waitedMs}, null))`,
      p95: sql<number | null>`min(iif(${ranked.place} >= 0.95, ${ranked.waitedMs}, null))`,
    })
    .from(ranked);
}

/** Check-ins of the class sessions of some days. The time to confirmation is of those accepted, from the end of the last window on screen
 *  until the answer that counted: at once, or when staff settled it.
 *  @throws AppError `not-found` for a section that the actor may not know of */
export async function getHealth(ctx: ActorContext, input: HealthInput): Promise<CheckInHealth> {
  const [{ settings }, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, input)]);
  const asked = { range: input, scope };
  const [marksBySource, [found]] = await Promise.all([loadSources(ctx, asked), loadClaims(ctx, asked, settings.periodMs)]);
  const { median = null, p95 = null, ...counts } = found ?? {};
  const confirmation = median === null || p95 === null ? null : { median, p95 };
  return { marksBySource, ...{ claims: 0, waited: 0, refused: 0, offline: 0, sharedDevice: 0 }, ...counts, confirmation };
}
