/** Leave: absence asked for in advance, for days or for hours of one day. */

export const LEAVE_STATES = ['open', 'approved', 'declined', 'withdrawn'] as const;
export type LeaveState = (typeof LEAVE_STATES)[number];
