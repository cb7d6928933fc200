/** Procedures of reminders. */
import { SendReminderInput, WriteReminderInput } from '#domain/message/reminder';
import { writeReminder } from '#server/services/message/chosen-reminder';
import { sendReminder } from '#server/services/message/reminder';
import { router, staffProcedure } from '#server/trpc/trpc';

export const reminderRouter = router({
  send: staffProcedure.input(SendReminderInput).mutation(({ ctx, input }) => sendReminder(ctx, input)),
  write: staffProcedure.input(WriteReminderInput).mutation(({ ctx, input }) => writeReminder(ctx, input)),
});
