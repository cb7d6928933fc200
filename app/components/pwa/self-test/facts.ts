/** Asks the browser and the server what a self-test has to know. What it means is `judge.ts`'s. Nothing here ever throws. */

import { sampleOf } from '#app/components/ui/time/server-clock';
import type { StoredEntry } from '#app/offline/device/database';
import { api } from '#app/trpc/client';
import { installState } from '../install';
import { isPersisted } from '../persist';
import { askWorker, pageBuild, startWorker, updateState } from '../worker';
import type { CameraState, SelfTestFacts } from './judge';

/** On the first visit the worker is still fetching what it keeps. */
const START_WITHIN_MS = 8_000;

const failed = () => null;

async function hasCamera(): Promise<boolean> {
  const devices = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return devices.some(({ kind }) => kind === 'videoinput');
}

async function readCamera(): Promise<CameraState> {
  if (!(await hasCamera().catch(failed))) return 'none';
  const permission = await navigator.permissions?.query({ name: 'camera' as PermissionName }).catch(failed);
  return permission?.state ?? 'unknown';
}

async function readStorage(): Promise<SelfTestFacts['storage']> {
  const estimate = await navigator.storage?.estimate?.().catch(failed);
  const persisted = await isPersisted().catch(failed);
  return { isPersisted: persisted, usedBytes: estimate?.usage ?? null, quotaBytes: estimate?.quota ?? null };
}

async function readClock(): Promise<SelfTestFacts['clock']> {
  const sentAt = Date.now();
  const answer = await api().school.profile.query().catch(failed);
  if (!answer) return null;
  const { offsetMs, roundTripMs } = sampleOf({ sentAt, receivedAt: Date.now(), serverNow: answer.serverNow });
  return { aheadMs: -offsetMs, roundTripMs };
}

async function readWorker(): Promise<SelfTestFacts['worker']> {
  const isSupported = 'serviceWorker' in navigator;
  await Promise.race([startWorker(), new Promise((resolve) => setTimeout(resolve, START_WITHIN_MS))]);
  const build = isSupported ? await askWorker({ type: 'BUILD' }).catch(failed) : null;
  return { isSupported, build: typeof build === 'string' ? build : null, isUpdateReady: updateState.get() === 'ready' };
}

/** @param entries the person's, that wait */
export async function readFacts(entries: readonly Pick<StoredEntry, 'queuedAt'>[]): Promise<SelfTestFacts> {
  const [worker, camera, storage, clock] = await Promise.all([readWorker(), readCamera(), readStorage(), readClock()]);
  const [oldest] = entries;
  return {
    install: installState.get(),
    worker,
    pageBuild: pageBuild(),
    camera,
    storage,
    clock,
    outbox: { count: entries.length, oldestAgeMs: oldest ? Date.now() - oldest.queuedAt : null },
    userAgent: navigator.userAgent,
  };
}

/** Has the browser ask the person for the camera, and lets it go at once. */
export async function askForCamera(): Promise<void> {
  const stream = await navigator.mediaDevices?.getUserMedia({ video: true }).catch(failed);
  for (const track of stream?.getTracks() ?? []) track.stop();
}
