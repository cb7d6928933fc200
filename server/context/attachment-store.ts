/** Where the files of requests and announcements are: one interface, so that a bucket can take the database's place. */
import { eq } from 'drizzle-orm';
import { attachments } from '#db/schema';
import type { Bytes } from '#domain/encoding';
import type { Services } from './context';

/** Files by keys that are never used twice. */
export type AttachmentStore = {
  put: (key: string, bytes: Bytes) => Promise<void>;
  /** Null where there is none. */
  get: (key: string) => Promise<Uint8Array | null>;
  /** Idempotent. */
  remove: (key: string) => Promise<void>;
};

/** The database's own: a table apart from the rows that lists read. */
export function attachmentStore({ db, commit, now }: Pick<Services, 'db' | 'commit' | 'now'>): AttachmentStore {
  return {
    put: async (key, bytes) => {
      await commit([db.insert(attachments).values({ key, bytes: Buffer.from(bytes), storedAt: now() })]);
    },
    get: async (key) => {
      const file = await db.select({ bytes: attachments.bytes }).from(attachments).where(eq(attachments.key, key)).get();
      return file?.bytes ?? null;
    },
    remove: async (key) => {
      await commit([db.delete(attachments).where(eq(attachments.key, key))]);
    },
  };
}
