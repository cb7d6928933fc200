/** Procedures of reminders. */
import { SendReminderInput } from '#domain/message/reminder';
import { sendReminder } from '#server/services/message/reminder';
import { router, staffProcedure } from '#server/trpc/trpc';

export const reminderRouter = router({
  send: staffProcedure.input(SendReminderInput).mutation(({ ctx, input }) => sendReminder(ctx, input)),
});
