/** What a person gets outside the inbox: their choices where they made some, else what most get. */
import { eq, sql } from 'drizzle-orm';
import { channelChoices } from '#db/schema';
import { CHOSEN_CHANNELS, type Choices, type ChoicesInput, DEFAULT_CHOICES, groupsFor } from '#domain/message/channel';
import type { View } from '#domain/view';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

async function loadChoices({ db, actor }: ActorContext): Promise<Choices> {
  const { kindGroup, channel, isOn, userId } = channelChoices;
  const rows = await db.select({ kindGroup, channel, isOn }).from(channelChoices).where(eq(userId, actor.id));
  const choices = structuredClone(DEFAULT_CHOICES);
  for (const row of rows) choices[row.kindGroup][row.channel] = row.isOn;
  return choices;
}

/** One's choices, with the groups that come to one by what one does, and what the school has set for everybody. `hasMail` is whether this server sends any. */
export async function getOwnChannels(ctx: ActorContext, views: readonly View[]) {
  const [choices, { messages }] = await Promise.all([loadChoices(ctx), loadSettings(ctx)]);
  const { quietFrom, quietUntil, messagesPerDay } = messages;
  const groups = groupsFor(views);
  return { choices, groups, hasMail: ctx.mail !== null, hasPush: ctx.push !== null, quietFrom, quietUntil, messagesPerDay };
}

/** Saves the whole grid, of what comes to one. */
export async function saveChannels(ctx: ActorContext, input: ChoicesInput, views: readonly View[]): Promise<void> {
  const rows = groupsFor(views).flatMap((kindGroup) =>
    CHOSEN_CHANNELS.map((channel) => ({ userId: ctx.actor.id, kindGroup, channel, isOn: input[kindGroup][channel] })),
  );
  const { userId, kindGroup, channel } = channelChoices;
  await ctx.commit([
    ctx.db
      .insert(channelChoices)
      .values(rows)
      .onConflictDoUpdate({ target: [userId, kindGroup, channel], set: { isOn: sql`excluded.is_on` } }),
  ]);
}
