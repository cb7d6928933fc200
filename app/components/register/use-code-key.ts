/** Fetches the key that signs codes, and keeps the clock right while the code is on screen. With no answer it goes on with what it has,
 *  or with the key in the day pack. */
import { useCallback, useEffect, useState } from 'react';
import type { OpenOutcome } from '#domain/class-session';
import { fromBase64Url } from '#domain/encoding';
import { importCodeKey } from '#domain/rotating-code';
import { currentUser } from '../../offline/current-user';
import { loadDayPack } from '../../offline/day-pack';
import { api, appCodeOf } from '../../trpc/client';
import type { CodeKey } from './code-maker';
import type { ServerClock } from './server-clock';
import { useWhileVisible } from './use-while-visible';

/** Often enough to notice a clock that was set, or a key that was replaced. */
const MEASURE_EVERY_MS = 60_000;

type KeyAnswer = Pick<OpenOutcome, 'key' | 'periodMs'>;

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
  return { key: packed.key, periodMs: pack.policy.periodMs };
}

type Options = {
  classSessionId: number;
  baseUrl: string;
  clock: ServerClock;
  /** Whether a code is to be shown. */
  isOn: boolean;
  /** What opening answered, if it was opened here. */
  opened: OpenOutcome | null;
};

/** The key; null until it is here. */
export function useCodeKey({ classSessionId, baseUrl, clock, isOn, opened }: Options): CodeKey | null {
  const [answer, setAnswer] = useState<KeyAnswer | null>(opened);
  const [codeKey, setCodeKey] = useState<CodeKey | null>(null);
  const run = useCallback(() => {
    const ask = async () => {
      const next = await clock.measure(() => api().classSession.key.query({ classSessionId })).catch(orNothing);
      if (next !== undefined) return setAnswer((known) => (known?.key === next?.key ? known : next));
      const packed = await packedKey(classSessionId).catch(() => undefined);
      if (packed) setAnswer((known) => known ?? packed);
    };
    void ask();
    const timer = setInterval(() => void ask(), MEASURE_EVERY_MS);
    return () => clearInterval(timer);
  }, [classSessionId, clock]);
  useWhileVisible(isOn ? run : null);
  useEffect(() => setAnswer((known) => opened ?? known), [opened]);
  useEffect(() => {
    let isCurrent = true;
    if (!answer) return setCodeKey(null);
    void toCodeKey(answer, { classSessionId, baseUrl }).then((next) => isCurrent && setCodeKey(next));
    return () => {
      isCurrent = false;
    };
  }, [answer, classSessionId, baseUrl]);
  return isOn ? codeKey : null;
}

/** A refusal takes the key away; no answer takes nothing. */
function orNothing(error: unknown): null | undefined {
  return appCodeOf(error) === null ? undefined : null;
}
