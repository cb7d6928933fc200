/** Alerts that nobody handles are told to administrators: how many, in one message a day. It names nobody. */
import { and, count, eq, exists, isNull, lte, not, sql } from 'drizzle-orm';
import { alerts, notifications, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { isOpenAlert } from '#db/sql/alert';
import { rowOf } from '#db/sql/values';
import { DAY_MS } from '#domain/duration';
import { dayAt, wallTimeAt } from '#domain/time';
import type { Services } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** Not before this, by the school's clocks. */
const TOLD_FROM = '07:00';

/** Of the message, beside its day: one a day. */
const RULE = 'alerts-unhandled';

type Teller = Pick<Services, 'db' | 'commit' | 'now'>;

/** Tells administrators of alerts that have waited too long, when some of them have not been told yet. Idempotent. */
export async function escalateAlerts({ db, commit, now }: Teller): Promise<void> {
  const { alerts: settings, zone } = await loadSettings({ db });
  const { escalateAfterDays: days } = settings;
  const at = now();
  if (days === null || wallTimeAt(at, zone) < TOLD_FROM) return;
  const day = dayAt(at, zone);
  const isOld = and(isOpenAlert(db), lte(alerts.raisedAt, at - days * DAY_MS));
  const isNew = and(isOld, isNull(alerts.escalatedAt));
  const total = db.select({ count: count() }).from(alerts).where(isOld);
  const told = and(eq(notifications.userId, users.id), eq(notifications.rule, RULE), eq(notifications.period, day));
  const isTold = exists(db.select({ one: sql`1` }).from(notifications).where(told));
  const isAdministrator = and(eq(users.role, 'admin'), IS_ACTIVE);
  const isAny = exists(db.select({ one: sql`1` }).from(alerts).where(isNew));
  const facts = sql`json_object('count', ${total}, 'days', ${days})`;
  const row = rowOf(notifications, { userId: users.id, kind: RULE, facts, rule: RULE, period: day, createdAt: at });
  await commit([
    db.insert(notifications).select(
      db
        .select(row)
        .from(users)
        .where(and(isAdministrator, isAny, not(isTold))),
    ),
    db.update(alerts).set({ escalatedAt: at }).where(and(isNew, sql`changes() > 0`)),
  ]);
}
