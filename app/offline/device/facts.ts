/** Single facts about the person who is signed in here. All of them are gone when that person signs out (`clear-user-data.ts`). */
import { withDatabase } from './database';

export type Facts = {
  /** Pages fetched ahead of need: when (device clock), by which build of the app, and which. */
  'kept-pages': { at: number; build: string; paths: string[] };
  /** When the day pack was fetched last (device clock). */
  'day-pack-at': number;
  /** Verdicts up to this one (`settledAt`) were told. */
  'told-until': number;
  /** What the server's clock is ahead of this device's, ms. */
  'clock-offset': number;
};

/** A fact, or undefined. @throws StorageDenied */
export async function readFact<Name extends keyof Facts>(name: Name): Promise<Facts[Name] | undefined> {
  return (await withDatabase((database) => database.get('facts', name))) as Facts[Name] | undefined;
}

/** @throws StorageDenied */
export function noteFact<Name extends keyof Facts>(name: Name, value: Facts[Name]): Promise<unknown> {
  return withDatabase((database) => database.put('facts', value, name));
}
