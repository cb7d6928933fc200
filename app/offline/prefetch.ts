/** What a device gets ready ahead of need while it is online: the person's pages, a student's key, the day pack of staff. Free of React. */
import * as paths from '#app/paths';
import type { DayPack } from '#domain/check-in/day-pack';
import { MINUTE_MS } from '#domain/duration';
import type { Role } from '#domain/person/user';
import { api } from '../trpc/client';
import { eraseDayPack, keepDayPack, loadDayPack } from './day-pack';
import { noteClockOffset } from './device/clock-offset';
import { prepareDevice } from './device/device-key';
import { type Facts, noteFact, readFact } from './device/facts';

/** Older pages are fetched again when the app is opened. */
const PAGES_LAST_MS = 60 * MINUTE_MS;
/** Rosters and keys rarely change within a lesson. */
const PACK_LASTS_MS = 10 * MINUTE_MS;

/** Page and worker may both wish for the same pages; one of them fetches. */
const LOCK = 'muster-take-along';

const OF_EVERYBODY = [paths.timetable(), paths.outbox(), paths.selfTest()];
const OF_ROLE: Record<Role, readonly string[]> = {
  student: [paths.home(), paths.attendance(), paths.scan(), paths.checkIn(), paths.badge(), paths.inbox()],
  teacher: [paths.staffDay(), paths.inbox()],
  assistant: [paths.staffDay(), paths.inbox()],
  admin: [paths.inbox()],
};

/** The pages a person of `role` needs with no network. Never throws. @param pack of today, for staff */
export function pagesFor(role: Role, pack: Pick<DayPack, 'classSessions'> | null): string[] {
  const registers = pack?.classSessions.map(({ classSession }) => paths.register(classSession.id)) ?? [];
  return [...OF_EVERYBODY, ...OF_ROLE[role], ...registers];
}

/** Whether the pages have to be fetched: there are none, they are old, another build made them, or one is missing. */
export function arePagesDue(
  kept: Facts['kept-pages'] | undefined,
  wanted: { paths: string[]; build: string; now: number },
): boolean {
  if (!kept || kept.build !== wanted.build || wanted.now - kept.at > PAGES_LAST_MS) return true;
  return wanted.paths.some((path) => !kept.paths.includes(path));
}

export type Prefetch = {
  userId: number;
  role: Role;
  /** What this device is called in its person's list of devices. */
  deviceName: string;
  /** Names the build of the app: its pages need its assets. */
  build: string;
  /** Has the worker fetch pages, and says which of them the server answered. */
  warm: (paths: string[]) => Promise<string[]>;
};

/** Erases a day pack that is over, and fetches one that is due. Answers the pack of today, or null.
 *  @throws StorageDenied, TRPCClientError */
async function takeDayPack({ userId }: Prefetch, now: number): Promise<DayPack | null> {
  const kept = await loadDayPack(userId, now);
  const isFresh = kept && now - ((await readFact('day-pack-at')) ?? 0) < PACK_LASTS_MS;
  if (isFresh || !navigator.onLine) return kept;
  const askedAt = Date.now();
  const pack = await api().offline.dayPack.query();
  if (pack.userId !== userId) return null;
  noteClockOffset(pack.serverNow - (askedAt + Date.now()) / 2);
  await keepDayPack(pack);
  await noteFact('day-pack-at', now);
  return pack;
}

async function keepPages({ role, build, warm }: Prefetch, pack: DayPack | null, now: number): Promise<void> {
  const paths = pagesFor(role, pack);
  if (!arePagesDue(await readFact('kept-pages'), { paths, build, now })) return;
  const answered = await warm(paths);
  if (answered.length > 0) await noteFact('kept-pages', { at: now, build, paths: answered });
}

/** Brings pages and day pack up to date where they are due; does nothing without a network but erase what is over.
 *  @returns the day pack; null for students, or when there is none
 *  @throws StorageDenied, TRPCClientError */
export async function prefetch(what: Prefetch, now: number): Promise<DayPack | null> {
  return navigator.locks.request(LOCK, async () => {
    const isStudent = what.role === 'student';
    if (isStudent && navigator.onLine) await prepareDevice({ userId: what.userId, name: what.deviceName }).catch(() => undefined);
    const pack = isStudent ? null : await takeDayPack(what, now).catch(() => loadDayPack(what.userId, now));
    if (navigator.onLine) await keepPages(what, pack, now);
    return pack;
  });
}

/** Erases the day pack at the end of its day, when a page is open then.
 *  @returns calls it off */
export function eraseWhenOver({ validUntil }: Pick<DayPack, 'validUntil'>): () => void {
  const timer = setTimeout(() => void eraseDayPack().catch(() => undefined), Math.max(0, validUntil - Date.now()));
  return () => clearTimeout(timer);
}
