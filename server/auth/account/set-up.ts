/**
 * A new school's name, zone and first administrator, with a one-time code that the server prints when it starts.
 * Later administrators are made by administrators.
 */
import { eq } from 'drizzle-orm';
import { queryRow } from '#db/query';
import { users } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { CODE_BYTES, codeOf, hashOfCode } from '#domain/one-time-code';
import type { SetUpInput } from '#domain/person/user';
import { hashNewPassword } from '#server/auth/new-password';
import { auditPeople } from '#server/context/audit';
import type { Context, Services } from '#server/context/context';
import { letIn } from './sign-in';

/** Long enough to open the school tomorrow morning; a restart prints a new one. */
const CODE_LASTS_MS = DAY_MS;

const NO_ADMIN = "not exists (select 1 from users where role = 'admin')";
const CODE_HOLDS = "exists (select 1 from one_time_codes where hash = :hash and purpose = 'set-up' and expires_at > :now)";

/** A fresh set-up code (26 characters, 128 random bits), which ends every earlier one; null when the school has an administrator. */
export async function issueSetUpCode({ commit, now }: Services): Promise<string | null> {
  const code = codeOf(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  const results = await commit([
    "delete from one_time_codes where purpose = 'set-up'",
    {
      sql: `insert into one_time_codes (hash, purpose, expires_at) select ?, 'set-up', ? where ${NO_ADMIN}`,
      args: [await hashOfCode(code), now() + CODE_LASTS_MS],
    },
  ]);
  return results[1]?.rowsAffected === 1 ? code : null;
}

type Facts = { isOpen: number; isRightCode: number; isNewAddress: number };

async function loadFacts({ db, now }: Context, { code, email }: SetUpInput): Promise<Facts | null> {
  const sql = `select ${NO_ADMIN} as isOpen, ${CODE_HOLDS} as isRightCode, not exists (select 1 from users where email = :email) as isNewAddress`;
  return queryRow(db, sql, { hash: await hashOfCode(code), now: now(), email });
}

function refuseUnlessPossible(facts: Facts | null): void {
  if (!facts?.isOpen) throw new AppError('conflict', 'This school has an administrator already. Sign in instead.');
  const refuse = (field: string, message: string) => {
    throw new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
  };
  if (!facts?.isRightCode) refuse('code', 'This code is not right, or it has run out. Start the server again for a new one.');
  if (!facts?.isNewAddress) refuse('email', 'This address has an account already. Use another one.');
}

/** Names the school, makes its first administrator, signs them in on this browser, and spends the code. Of two at the same time one succeeds.
 *  @throws AppError `invalid` for a wrong code, a taken address or a weak password, `conflict` once there is an administrator */
export async function setUpFirstAdministrator(ctx: Context, input: SetUpInput): Promise<{ outcome: 'created' }> {
  refuseUnlessPossible(await loadFacts(ctx, input));
  const passwordHash = await hashNewPassword(ctx, input.password, [input.name, input.email]);
  const now = ctx.now();
  const [created] = await ctx.commit([
    {
      sql: `insert into users (email, name, role, state, password_hash, created_at, approved_at)
        select :email, :name, 'admin', 'active', :passwordHash, :now, :now where ${NO_ADMIN} and ${CODE_HOLDS}
        on conflict (email) do nothing returning id`,
      args: { email: input.email, name: input.name, passwordHash, now, hash: await hashOfCode(input.code) },
    },
    auditPeople(
      { ...ctx, actor: users },
      {
        action: 'administrator.created',
        where: eq(users.passwordHash, passwordHash),
        detail: {},
      },
    ),
    {
      sql: `update school set settings = json_set(settings, '$.name', :schoolName, '$.zone', :zone), updated_at = max(:now, updated_at + 1)
        where id = 1 and exists (select 1 from users where password_hash = :passwordHash)`,
      args: { schoolName: input.schoolName, zone: input.zone, now, passwordHash },
    },
    `delete from one_time_codes where purpose = 'set-up' and not ${NO_ADMIN}`,
  ]);
  const userId = Number(created?.rows[0]?.id ?? 0);
  if (userId === 0) throw new AppError('conflict', 'Somebody else set this school up a moment ago. Sign in instead.');
  ctx.log('info', 'administrator.created', { userId });
  await letIn(ctx, { id: userId, role: 'admin', state: 'active' });
  return { outcome: 'created' };
}
