/**
 * A new school's name, zone, weeks, way of writing dates and first administrator, with a one-time code that the server prints when it starts.
 * Later administrators are made by administrators.
 */
import { and, eq, exists, gt, not, notExists, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { oneTimeCodes, school, users } from '#db/schema';
import { asBoolean, ONE_ROW, rowOf } from '#db/sql/values';
import { DAY_MS } from '#domain/duration';
import { AppError, invalidField } from '#domain/errors';
import { CODE_BYTES, codeOf, hashOfCode } from '#domain/one-time-code';
import type { SetUpInput } from '#domain/person/user';
import { hashNewPassword } from '#server/auth/new-password';
import { auditPeople } from '#server/context/audit';
import type { Context, Services, Write } from '#server/context/context';
import { letIn } from './sign-in';

/** Long enough to open the school tomorrow morning; a restart prints a new one. */
const CODE_LASTS_MS = DAY_MS;

/** Condition: the school has an administrator. */
function hasAdmin(db: Database): SQL {
  return exists(db.select({ id: users.id }).from(users).where(eq(users.role, 'admin')));
}

/** Condition: this is the code that holds. */
function isRightCode({ db, now }: Pick<Services, 'db' | 'now'>, hash: string): SQL {
  const { purpose, expiresAt } = oneTimeCodes;
  const isGood = and(eq(oneTimeCodes.hash, hash), eq(purpose, 'set-up'), gt(expiresAt, now()));
  return exists(db.select({ purpose }).from(oneTimeCodes).where(isGood));
}

/** A fresh set-up code (26 characters, 128 random bits), which ends every earlier one; null when the school has an administrator. */
export async function issueSetUpCode({ db, commit, now }: Services): Promise<string | null> {
  const code = codeOf(crypto.getRandomValues(new Uint8Array(CODE_BYTES)));
  const row = rowOf(oneTimeCodes, { hash: await hashOfCode(code), purpose: 'set-up', expiresAt: now() + CODE_LASTS_MS });
  const results = await commit([
    db.delete(oneTimeCodes).where(eq(oneTimeCodes.purpose, 'set-up')),
    db.insert(oneTimeCodes).select(
      db
        .select(row)
        .from(ONE_ROW)
        .where(not(hasAdmin(db))),
    ),
  ]);
  return results[1]?.rowsAffected === 1 ? code : null;
}

type Facts = { isOpen: boolean; isRightCode: boolean; isNewAddress: boolean };

async function loadFacts(ctx: Context, { code, email }: SetUpInput): Promise<Facts | undefined> {
  const { db } = ctx;
  const hash = await hashOfCode(code);
  const sameAddress = db.select({ id: users.id }).from(users).where(eq(users.email, email));
  const facts = {
    isOpen: asBoolean(not(hasAdmin(db))),
    isRightCode: asBoolean(isRightCode(ctx, hash)),
    isNewAddress: asBoolean(notExists(sameAddress)),
  };
  return db.select(facts).from(ONE_ROW).get();
}

function refuseUnlessPossible(facts: Facts | undefined): void {
  if (!facts?.isOpen) throw new AppError('conflict', 'account.set-up-already');
  if (!facts?.isRightCode) throw invalidField('code', 'account.set-up-code-wrong');
  if (!facts?.isNewAddress) throw invalidField('email', 'account.address-taken');
}

/** The account that this write makes is known by its hash, which only it has. */
async function setUpWrites(ctx: Context, input: SetUpInput, hashed: string): Promise<Write[]> {
  const { code, email, name, schoolName } = input;
  const settings = { name: schoolName, zone: input.zone, locale: input.locale, firstWeekday: input.firstWeekday };
  const { db } = ctx;
  const now = ctx.now();
  const isMade = eq(users.passwordHash, hashed);
  const admin = { email, name, role: 'admin' as const, state: 'active' as const, passwordHash: hashed };
  const isFirst = and(not(hasAdmin(db)), isRightCode(ctx, await hashOfCode(code)));
  return [
    db
      .insert(users)
      .select(
        db
          .select(rowOf(users, { ...admin, createdAt: now, approvedAt: now }))
          .from(ONE_ROW)
          .where(isFirst),
      )
      .onConflictDoNothing({ target: users.email })
      .returning({ id: users.id }),
    auditPeople({ ...ctx, actor: users }, { action: 'administrator.created', where: isMade, detail: {} }),
    db
      .update(school)
      .set({
        settings: sql`json_patch(${school.settings}, ${JSON.stringify(settings)})`,
        updatedAt: sql`max(${now}, ${school.updatedAt} + 1)`,
      })
      .where(and(eq(school.id, 1), exists(db.select({ id: users.id }).from(users).where(isMade)))),
    db.delete(oneTimeCodes).where(and(eq(oneTimeCodes.purpose, 'set-up'), hasAdmin(db))),
  ];
}

/** Names the school, makes its first administrator, signs them in on this browser, and spends the code. Of two at the same time one succeeds.
 *  @throws AppError `invalid` for a wrong code, a taken address or a weak password, `conflict` once there is an administrator */
export async function setUpFirstAdministrator(ctx: Context, input: SetUpInput): Promise<{ outcome: 'created' }> {
  refuseUnlessPossible(await loadFacts(ctx, input));
  const passwordHash = await hashNewPassword(ctx, input.password, [input.name, input.email]);
  const [created] = await ctx.commit(await setUpWrites(ctx, input, passwordHash));
  const userId = Number(created?.rows[0]?.id ?? 0);
  if (userId === 0) throw new AppError('conflict', 'account.set-up-meanwhile');
  ctx.log('info', 'administrator.created', { userId });
  await letIn(ctx, { id: userId, role: 'admin', state: 'active' });
  return { outcome: 'created' };
}
