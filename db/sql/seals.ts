/** Hashes of the history's seals, as they are told: in lower-case hex. */
import { sql } from 'drizzle-orm';
import { seals } from '#db/schema';

export const SEAL_HASH = sql<string>`lower(hex(${seals.hash}))`;
