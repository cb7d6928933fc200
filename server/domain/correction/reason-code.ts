/** A school's own reasons for marks: illness, a trip, exclusion. Each belongs to one status and may count otherwise than that status does. */

/** What a mark counts as where its reason says so: attended, missed, or left out of the rate altogether. */
export const COUNTINGS = ['present', 'absent', 'out'] as const;
export type Counting = (typeof COUNTINGS)[number];
