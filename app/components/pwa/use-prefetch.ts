/** Has pages and the day pack fetched ahead of need, as soon as the worker runs and again when they are due. */
import type { I18n } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { needAllWords } from '#app/words/load.client';
import { MINUTE_MS } from '#domain/duration';
import type { Role } from '#domain/person/user';
import { askToPersistOnce } from './persist';
import { askWorker, pageBuild, startWorker } from './worker';

const EVERY_MS = 10 * MINUTE_MS;

async function warm(paths: string[]): Promise<string[]> {
  return ((await askWorker({ type: 'WARM', paths })) as string[] | undefined) ?? [];
}

/** Prefetches what is due, now and while the page is visible.
 *  @returns ends it */
function keepTaking(userId: number, role: Role, i18n: I18n): () => void {
  let callOff: () => void = () => undefined;
  const ended = new AbortController();
  async function take(): Promise<void> {
    if (document.visibilityState !== 'visible' || ended.signal.aborted) return;
    const [{ agentText }, { eraseWhenOver, prefetch }] = await Promise.all([
      import('#app/components/ui/hooks/agent-text'),
      import('#app/offline/prefetch'),
    ]);
    const deviceName = agentText(i18n, navigator.userAgent);
    const pack = await prefetch({ userId, role, deviceName, build: pageBuild(), warm }, Date.now());
    callOff();
    void needAllWords();
    if (!pack || ended.signal.aborted) return;
    callOff = eraseWhenOver(pack);
    await askToPersistOnce();
  }
  const tryToTake = () => void take().catch(() => undefined);
  void startWorker().then(tryToTake);
  const timer = setInterval(tryToTake, EVERY_MS);
  document.addEventListener('visibilitychange', tryToTake, { signal: ended.signal });
  window.addEventListener('online', tryToTake, { signal: ended.signal });
  return () => {
    ended.abort();
    clearInterval(timer);
    callOff();
  };
}

/** @param person null while nobody is signed in, or until the device is known to be theirs */
export function usePrefetch(person: { id: number; role: Role } | null): void {
  const { i18n } = useLingui();
  const id = person?.id;
  const role = person?.role;
  useEffect(() => {
    if (id === undefined || role === undefined) {
      void startWorker();
      return;
    }
    return keepTaking(id, role, i18n);
  }, [id, role, i18n]);
}
