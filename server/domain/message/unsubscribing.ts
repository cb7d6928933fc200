/** The address in every mail of messages that ends them, for who is not signed in. */
import { z } from 'zod';
import { KIND_GROUPS, type KindGroup } from './channel';

/** What is ended: the mails of a group, or all of them. */
export const UNSUBSCRIBE_FROM = [...KIND_GROUPS, 'all'] as const;
export type UnsubscribeFrom = KindGroup | 'all';

/** Person, group and keyed hash, with dots between. */
export const UnsubscribeToken = z.object({ token: z.string().max(100) });
export type UnsubscribeToken = z.infer<typeof UnsubscribeToken>;
