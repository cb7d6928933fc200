/** The day pack: what the actor's own class sessions of today need with no network. Four queries, however many class sessions. */
import { and, inArray, isNull } from 'drizzle-orm';
import { badgeCards, devices } from '#db/schema';
import type { DayPack } from '#domain/check-in/day-pack';
import { toBase64Url } from '#domain/encoding';
import { instantOf } from '#domain/instant';
import { isKeyOver } from '#domain/register/class-session';
import { checkInMinutesOf } from '#domain/school/school';
import { addDays, dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { type ClassSessionRow, loadRegistersOfDay } from './class-session-access';
import { loadRegisterRows, toClassSessionView } from './register';

function loadCards({ db }: ActorContext, students: number[]) {
  const { studentId, digest, revokedAt } = badgeCards;
  return db
    .select({ studentId, digest })
    .from(badgeCards)
    .where(and(isNull(revokedAt), inArray(studentId, students)));
}

function loadDevices({ db }: ActorContext, students: number[]) {
  const { id: deviceId, userId: studentId, publicKey, revokedAt } = devices;
  return db
    .select({ studentId, deviceId, publicKey })
    .from(devices)
    .where(and(isNull(revokedAt), inArray(studentId, students)));
}

/** Today's class sessions of the actor with rosters, keys and badges. A code's key reaches its staff earlier that day only inside this. */
export async function getDayPack(ctx: ActorContext): Promise<DayPack> {
  const settings = await loadSettings(ctx);
  const serverNow = ctx.now();
  const day = dayAt(serverNow, settings.zone);
  const running = (await loadRegistersOfDay(ctx, day)).filter(({ state }) => state !== 'cancelled');
  const registers = await loadRegisterRows(
    ctx,
    running.map(({ id }) => id),
    settings,
  );
  const students = [...new Set([...registers.values()].flatMap((rows) => rows.map(({ studentId }) => studentId)))];
  const [cards, keys] = await Promise.all([loadCards(ctx, students), loadDevices(ctx, students)]);
  const pack = async (classSession: ClassSessionRow) => ({
    classSession: toClassSessionView(ctx, classSession),
    rows: registers.get(classSession.id) ?? [],
    key: isKeyOver(classSession, serverNow) ? '' : toBase64Url(await ctx.codeKeys.raw(classSession.id, classSession.revision)),
    revision: classSession.revision,
  });
  const { zone, periodMs, lateAfterMs, lockDays, spotCheck } = settings;
  return {
    userId: ctx.actor.id,
    day,
    serverNow,
    validUntil: Math.max(instantOf(addDays(day, 1), '00:00', zone), ...running.map(({ endsAt }) => endsAt)),
    codeTtlMinutes: checkInMinutesOf(settings, ctx.policy.codeTtlMinutes),
    policy: { periodMs, lateAfterMs, lockDays, spotCheck },
    classSessions: await Promise.all(running.map(pack)),
    cards,
    devices: keys,
  };
}
