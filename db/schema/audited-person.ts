/** Whom an audit entry concerns beside its subject, as its index has it. */
import { sql } from 'drizzle-orm';

/** Id of a person, or null. Stands for columns of `audit_events`. No comma may be in it: drizzle-kit would cut the index there. */
export const AUDITED_PERSON = sql<
  number | null
>`case when detail ->> 'studentId' is null then detail ->> 'userId' else detail ->> 'studentId' end`;
