/** What channels and what they carry are called, for administrators. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { GROUP_OF } from '#domain/message/channel';
import type { Channel, DeliveryKind } from '#domain/message/delivery';
import type { FailedDelivery } from '#domain/message/delivery-view';
import { GROUP_WORDS } from './channel-words';

export const WAY_WORDS: Record<Channel, MessageDescriptor> = {
  push: msg`Notifications`,
  mail: msg`Email`,
  webhook: msg`Webhook`,
};

const KIND_WORDS: Record<Exclude<DeliveryKind, 'message' | 'digest'>, MessageDescriptor> = {
  invite: msg`Invitation`,
  reset: msg`New password`,
  confirm: msg`Address to be confirmed`,
  'guardian-confirm': msg`Guardian’s address to be confirmed`,
  'password-changed': msg`Password changed`,
  'passkey-added': msg`Passkey added`,
  'passkey-removed': msg`Passkey removed`,
  'address-changed': msg`Address changed`,
};

/** What a delivery was about. */
export function whatWord({ kind, messageKind }: FailedDelivery): MessageDescriptor {
  if (kind !== 'message' && kind !== 'digest') return KIND_WORDS[kind];
  return messageKind === null ? msg`Message` : GROUP_WORDS[GROUP_OF[messageKind]].label;
}
