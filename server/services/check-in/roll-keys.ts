/** The keys of a class's devices are imported as its register opens: the check-ins that follow at once find them ready. */
import { queryRows } from '#db/query';
import { onRollSql } from '#db/sql/roll';
import type { Context } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';

/** Keys imported before others have their turn: about a millisecond of work. */
const AT_ONCE = 16;

const KEYS_OF_ROLL = `select d.public_key publicKey from class_sessions cs
  join enrolments e on e.section_id = cs.section_id and ${onRollSql('e', 'cs.day')}
  join devices d on d.user_id = e.student_id and d.revoked_at is null where cs.id = ?`;

/** Makes them ready where keys are kept. Nothing depends on it. Never rejects. */
export async function prepareKeysOfRoll(ctx: Context, classSessionId: number): Promise<void> {
  const { prepare } = ctx.deviceKeys;
  if (!prepare) return;
  try {
    const rows = await queryRows<{ publicKey: string }>(ctx.db, KEYS_OF_ROLL, [classSessionId]);
    const keys = rows.map(({ publicKey }) => JSON.parse(publicKey));
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      await yieldToEventLoop();
      prepare(keys.slice(from, from + AT_ONCE));
    }
  } catch (error) {
    ctx.log('warn', 'device-keys.unprepared', { classSessionId, error });
  }
}
