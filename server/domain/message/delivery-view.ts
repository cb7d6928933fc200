/** The queue as administrators see it: how much waits, what failed and why, and how far a big announcement is. */
import { z } from 'zod';
import type { Channel, DeliveryKind } from './delivery';
import { DeliveryId } from './delivery';
import type { NotificationKind } from './notification';

export type ChannelCount = {
  channel: Channel;
  /** Due by now, or for later. */
  waiting: number;
  /** Within the last day. */
  sent: number;
  failed: number;
};

/** Tried as often as it is; nothing more happens by itself. */
export type FailedDelivery = {
  id: number;
  channel: Channel;
  kind: DeliveryKind;
  messageKind: NotificationKind | null;
  /** Whom it was for. */
  name: string | null;
  createdAt: number;
  /** Null when the server was stopped while it was sent. */
  failure: string | null;
};

/** How far an announcement's deliveries are, over all channels. `waiting` counts readers who were not looked at yet, too. */
export type DeliveryProgress = { recipients: number; unplanned: number; waiting: number; sent: number; failed: number };
export type AnnouncementProgress = DeliveryProgress & { announcementId: number; title: string; publishedAt: number };

export type DeliveryOverview = {
  channels: ChannelCount[];
  failed: FailedDelivery[];
  announcements: AnnouncementProgress[];
  /** Ways out that this server has. */
  ways: Record<Channel, boolean>;
  /** Whether an address and a secret are set. */
  webhook: { url: string; hasSecret: boolean };
};

/** @param id left out, all that failed */
export const ResendInput = z.object({ id: DeliveryId.optional() });
export type ResendInput = z.infer<typeof ResendInput>;
