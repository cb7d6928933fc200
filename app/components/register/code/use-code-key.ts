/** Fetches the key that signs codes, and keeps the clock right while the code is on screen. With no answer it goes on with what it has,
 *  or with the key in the day pack. */
import { useCallback, useEffect, useState } from 'react';
import { useWhileVisible } from '#app/components/ui/hooks/use-while-visible';
import type { ServerClock } from '#app/components/ui/time/server-clock';
import { loadDayPack } from '#app/offline/day-pack';
import { currentUser } from '#app/offline/device/current-user';
import { appCodeOf } from '#app/trpc/call';
import { loadApi } from '#app/trpc/load';
import { importCodeKey } from '#domain/check-in/rotating-code';
import { fromBase64Url } from '#domain/encoding';
import type { OpenOutcome } from '#domain/register/class-session';
import type { CodeKey } from './code-maker';

/** Often enough to notice a clock that was set, or a key that was replaced. */
const MEASURE_EVERY_MS = 60_000;

type KeyAnswer = Pick<OpenOutcome, 'key' | 'revision' | 'periodMs'>;

/** The key as an answer brings it, ready to sign; null when it brings none. */
async function toCodeKey(answer: KeyAnswer, place: { classSessionId: number; baseUrl: string }): Promise<CodeKey | null> {
  const bytes = fromBase64Url(answer.key);
  if (!bytes || bytes.length === 0) return null;
  return { key: await importCodeKey(bytes), periodMs: answer.periodMs, ...place };
}

/** The key that was taken along this morning; undefined without one. */
async function packedKey(classSessionId: number): Promise<KeyAnswer | undefined> {
  const userId = await currentUser();
  const pack = userId === null ? null : await loadDayPack(userId, Date.now());
  const packed = pack?.classSessions.find(({ classSession }) => classSession.id === classSessionId);
  if (!pack || !packed) return undefined;
  return { key: packed.key, revision: packed.revision, periodMs: pack.policy.periodMs };
}

/** An answer that was on its way while the key was replaced does not bring the old one back. A refusal takes the key away. */
function newerOf(known: KeyAnswer | null, next: KeyAnswer | null): KeyAnswer | null {
  return known && next && known.revision >= next.revision ? known : next;
}

type Options = {
  classSessionId: number;
  /** The newest revision this screen has heard of: a key of an earlier one is dead. */
  revision: number;
  baseUrl: string;
  clock: ServerClock;
  /** Whether a code is to be shown. */
  isOn: boolean;
  /** The key this screen was last given, for opening or for asking for another. */
  given: OpenOutcome | null;
};

/** The key; null until it is here, and from the moment it is replaced until the new one is here. */
export function useCodeKey({ classSessionId, revision, baseUrl, clock, isOn, given }: Options): CodeKey | null {
  const [answer, setAnswer] = useState<KeyAnswer | null>(given);
  const [codeKey, setCodeKey] = useState<CodeKey | null>(null);
  const run = useCallback(() => {
    const ask = async () => {
      // The client is here before the clock is measured by an answer.
      const measured = loadApi().then((api) => clock.measure(() => api.classSession.key.query({ classSessionId })));
      const next = await measured.catch(orNothing);
      if (next !== undefined) return setAnswer((known) => newerOf(known, next));
      const packed = await packedKey(classSessionId).catch(() => undefined);
      if (packed && packed.revision >= revision) setAnswer((known) => newerOf(known, packed));
    };
    void ask();
    const timer = setInterval(() => void ask(), MEASURE_EVERY_MS);
    return () => clearInterval(timer);
  }, [classSessionId, revision, clock]);
  useWhileVisible(isOn ? run : null);
  useEffect(() => setAnswer((known) => given ?? known), [given]);
  useEffect(() => {
    let isCurrent = true;
    if (!answer) return setCodeKey(null);
    void toCodeKey(answer, { classSessionId, baseUrl }).then((next) => isCurrent && setCodeKey(next));
    return () => {
      isCurrent = false;
    };
  }, [answer, classSessionId, baseUrl]);
  const isDead = answer !== null && answer.revision < revision;
  return isOn && !isDead ? codeKey : null;
}

/** No answer takes nothing. */
function orNothing(error: unknown): null | undefined {
  return appCodeOf(error) === null ? undefined : null;
}
