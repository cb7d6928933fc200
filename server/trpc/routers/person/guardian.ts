/** Procedures of guardians: for administrators, who look after them, and for guardians themselves, who come with a link and sign in
 *  nowhere. */
import {
  BarGuardianInput,
  EditGuardianInput,
  GuardianDaysInput,
  GuardianRef,
  GuardiansOf,
  GuardianToken,
  NewGuardianInput,
} from '#domain/person/guardian';
import { confirmGuardian, findGuardian, lookAtConfirming, lookAtStopping, stopGuardianMails } from '#server/auth/guardian-link';
import {
  addGuardian,
  askGuardianAgain,
  barGuardian,
  editGuardian,
  listGuardians,
  moveGuardianUp,
  removeGuardian,
} from '#server/services/person/guardian';
import { getGuardianDays } from '#server/services/person/guardian-days';
import { adminProcedure, publicProcedure, router } from '#server/trpc/trpc';

export const guardianRouter = router({
  list: adminProcedure.input(GuardiansOf).query(({ ctx, input }) => listGuardians(ctx, input)),
  add: adminProcedure.input(NewGuardianInput).mutation(({ ctx, input }) => addGuardian(ctx, input)),
  edit: adminProcedure.input(EditGuardianInput).mutation(({ ctx, input }) => editGuardian(ctx, input)),
  moveUp: adminProcedure.input(GuardianRef).mutation(({ ctx, input }) => moveGuardianUp(ctx, input)),
  bar: adminProcedure.input(BarGuardianInput).mutation(({ ctx, input }) => barGuardian(ctx, input)),
  remove: adminProcedure.input(GuardianRef).mutation(({ ctx, input }) => removeGuardian(ctx, input)),
  askAgain: adminProcedure.input(GuardianRef).mutation(({ ctx, input }) => askGuardianAgain(ctx, input)),
  lookAtConfirming: publicProcedure.input(GuardianToken).query(({ ctx, input }) => lookAtConfirming(ctx, input)),
  confirm: publicProcedure.input(GuardianToken).mutation(({ ctx, input }) => confirmGuardian(ctx, input)),
  lookAtStopping: publicProcedure.input(GuardianToken).query(({ ctx, input }) => lookAtStopping(ctx, input)),
  stopMails: publicProcedure.input(GuardianToken).mutation(({ ctx, input }) => stopGuardianMails(ctx, input)),
  /** Null for a link that opens nothing. */
  days: publicProcedure.input(GuardianDaysInput).query(async ({ ctx, input: { token, month } }) => {
    const guardian = await findGuardian(ctx, { token, purpose: 'days' });
    return guardian && getGuardianDays(ctx, guardian, month);
  }),
});
