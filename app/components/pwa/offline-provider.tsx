/** What every screen may know of life without a network: the person's outbox, whether the school can be reached, and when what is
 *  shown was fetched. Starts all that runs beside the screens. */
import { useMatches } from '@remix-run/react';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react';
import { useArrivals } from '#app/components/outbox/use-arrivals';
import { type Outbox, useOwnOutbox } from '#app/components/outbox/use-outbox';
import { useStore } from '#app/components/ui/hooks/store';
import { useOnline } from '#app/components/ui/hooks/use-online';
import type { Role } from '#domain/person/user';
import type { SchoolProfile } from '#domain/school/school';
import { type Reach, shownAt } from './freshness';
import { installState } from './install';
import { askToPersistOnce } from './persist';
import { usePrefetch } from './use-prefetch';
import { useReach } from './use-reach';
import { useSettledUser } from './use-settled-user';

export type Offline = {
  outbox: Outbox;
  reach: Reach;
  /** When the page's data was made (server, epoch ms); null for pages without such data. */
  shownAt: number | null;
  school: SchoolProfile;
};

const OfflineContext = createContext<Offline | null>(null);

/** Null outside `OfflineProvider`: on error screens that came before the school was known. */
export function useOffline(): Offline | null {
  return useContext(OfflineContext);
}

/** Storage is worth keeping once the app is installed or a check-in was made here. */
function usePersistence({ entries, verdicts }: Outbox): void {
  const isInstalled = useStore(installState, 'unknown') === 'installed';
  const hasCheckedIn = [...entries, ...verdicts].some(({ procedure }) => procedure === 'checkIn.submit');
  useEffect(() => {
    if (isInstalled || hasCheckedIn) void askToPersistOnce();
  }, [isInstalled, hasCheckedIn]);
}

async function settleClock(serverNow: number): Promise<void> {
  const measuring = await import('#app/offline/device/measure-clock');
  await measuring.settleClock(serverNow);
}

async function followPush(): Promise<void> {
  const push = await import('./push');
  await push.followPush();
}

const ignore = () => undefined;

/** Learns the server's time with each page that is opened, and when the network is back. */
function useSettledClock({ serverNow }: SchoolProfile): void {
  const madeAt = useRef(serverNow);
  const isOnline = useOnline();
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is asked again when the network is back.
  useEffect(() => void settleClock(madeAt.current).catch(ignore), [isOnline]);
}

/** Renews what has changed about notifications, where they were allowed before. */
function usePush(person: { id: number } | null): void {
  const userId = person?.id;
  useEffect(() => {
    if (userId !== undefined) void followPush().catch(ignore);
  }, [userId]);
}

export type OfflineProviderProps = {
  /** Null while nobody is signed in. */
  actor: { id: number; role: Role } | null;
  /** As the newest load of the page has it: a new object with each. */
  school: SchoolProfile;
  children: ReactNode;
};

export function OfflineProvider({ actor, school, children }: OfflineProviderProps) {
  const isSettled = useSettledUser(actor?.id ?? null);
  const person = isSettled ? actor : null;
  const outbox = useOwnOutbox(person?.id ?? null);
  const reach = useReach(school, outbox.noteAnswer);
  usePrefetch(person);
  useArrivals(person?.id ?? null, outbox.verdicts);
  usePersistence(outbox);
  usePush(person);
  useSettledClock(school);
  const at = shownAt(useMatches());
  const value = useMemo(() => ({ outbox, reach, shownAt: at, school }), [outbox, reach, at, school]);
  return <OfflineContext.Provider value={value}>{children}</OfflineContext.Provider>;
}
